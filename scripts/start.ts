import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readDocument } from './contract/document.ts';
import { listOperations } from './contract/operations.ts';
import { createMock } from './mock/create-mock.ts';
import { isStale } from './pipeline.ts';
import { welcome } from './welcome.ts';

const usage = `Usage: npm start -- [--port N]

Regenerates generated/ if openapi/ has changed, then serves the mock and the docs until it is interrupted.

  --port N   the port to serve on, default 4010; 0 takes a free one
  --help     show this

Example:
  npm start -- --port 0
`;

/** A contract that cannot even be bundled counts as stale: generating then reports its problems. */
async function bringUpToDate(): Promise<boolean> {
  if (!(await isStale().catch(() => true))) return true;
  const generate = fileURLToPath(new URL('generate.ts', import.meta.url));
  return spawnSync(process.execPath, [generate], { stdio: 'inherit' }).status === 0;
}

async function serve(port: number): Promise<void> {
  const bundle = fileURLToPath(new URL('../generated/openapi.json', import.meta.url));
  const document = await readDocument(bundle);
  const operation = listOperations(document).find(({ paginated, method }) => paginated && method === 'post');
  const mock = await createMock({ port, contract: bundle });
  console.log(`\n${welcome(mock.url, document, operation)}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => mock.close());
}

function readPort(): number | undefined {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '4010' }, help: { type: 'boolean' } },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535) {
    throw new TypeError(`--port is ${values.port}, and has to be a number from 0 to 65535`);
  }
  return port;
}

async function run(port: number | undefined): Promise<number> {
  if (port === undefined) console.log(usage);
  else if (!(await bringUpToDate())) return 1;
  else await serve(port);
  return 0;
}

try {
  const port = readPort();
  process.exitCode = await run(port).catch(({ message }: Error) => {
    console.error(message);
    if (/in use/.test(message)) console.error('Take another with: npm start -- --port 0');
    return 1;
  });
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
