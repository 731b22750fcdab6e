#!/usr/bin/env node
// The entry of the pre-commit hook, which runs from a checkout: in JavaScript that old versions of Node understand.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) {
  process.argv.splice(2, 0, 'validate');
  import('../cli.ts');
} else {
  console.error(
    `scan-findings-validate needs Node.js 22.18 or later; the node in your PATH is ${process.version}.`,
  );
  process.exitCode = 2;
}
