import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { onChange } from './docs/on-change.ts';
import { type ServedDocs, serveDocs } from './docs/serve-docs.ts';
import { generateDocs } from './generators/docs.ts';
import { bundle } from './redocly/bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const usage = `Usage: npm run docs -- [--port N] [--contract DIR]

Serves the docs of the contract in DIR, and renders them again after every change in it. Writes no file.

  --port N         the port to serve on, default 4011; 0 takes a free one
  --contract DIR   the folder of the contract, default openapi
  --help           show this

Example:
  npm run docs -- --port 0
`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4011' },
      contract: { type: 'string', default: resolve(root, 'openapi') },
      help: { type: 'boolean', default: false },
    },
  });
  if (!/^\d+$/.test(values.port) || Number(values.port) > 65535) {
    throw new TypeError(`--port is ${values.port}, and has to be a number from 0 to 65535`);
  }
  return { ...values, port: Number(values.port) };
}

async function render(contract: string, docs: ServedDocs): Promise<void> {
  const start = performance.now();
  try {
    const files = await generateDocs(await bundle(resolve(contract), resolve(root, 'redocly.yaml')));
    docs.show([...files.values()][0]!);
    console.log(`rendered in ${((performance.now() - start) / 1000).toFixed(1)} s: ${docs.url}`);
  } catch (error) {
    console.error(
      `${(error as Error).message}\n${basename(contract)} cannot be rendered; the docs stay as they were`,
    );
  }
}

async function serve({ port, contract }: { port: number; contract: string }): Promise<void> {
  const docs = await serveDocs(port, resolve(root, 'generated'));
  const end = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
  await onChange(contract, () => render(contract, docs), end.signal);
  await docs.close();
}

try {
  const { help, ...options } = readArguments();
  if (help) process.stdout.write(usage);
  else {
    await serve(options).catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
