import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.ts';
import { mockOptions, mockOptionsHelp, serveMock } from './mock/command.ts';
import { loadContract } from './mock/contract.ts';
import { isStale } from './pipeline.ts';
import { welcome } from './welcome.ts';

const help = `Usage: npm start -- [options]

Regenerates generated/ if openapi/ has changed, then serves the mock and the docs until it is interrupted.

${mockOptionsHelp}

Examples:
  npm start -- --port 0
  npm start -- --port 0 --count 1000 --latency 50-300
`;

/** A contract that cannot even be bundled counts as stale: generating then reports its problems. */
async function bringUpToDate(): Promise<boolean> {
  if (!(await isStale().catch(() => true))) return true;
  const generate = fileURLToPath(new URL('generate.ts', import.meta.url));
  return spawnSync(process.execPath, [generate], { stdio: 'inherit' }).status === 0;
}

await runCommand('npm start', {
  help,
  options: mockOptions,
  async run(values) {
    if (!(await bringUpToDate())) return 1;
    const mock = await serveMock(values);
    if (!values.quiet) {
      const { document, operations } = await loadContract(values.contract, values.revision);
      const operation = operations.find(({ paginated, method }) => paginated && method === 'post');
      process.stdout.write(`\n${welcome(mock.url, document, operation)}`);
    }
    return 0;
  },
});
