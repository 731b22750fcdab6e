import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Builds `dist/`, so that the tests import the package as its users do, and gives the run a temporary folder of its
 * own, which disappears with everything that the tests leave in it.
 */
export default function setUp(): () => void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root, stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'scan-findings-'));
  // Some tests run programs as a user without rights.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  // The tests start many processes, which need not compile the same modules again.
  process.env['NODE_COMPILE_CACHE'] = join(folder, 'compiled');
  return () => rmSync(folder, { recursive: true, force: true });
}
