import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { startServer } from '../../scripts/programs/start-server.ts';
import { freshProject, packPackage, run } from '../package/fresh-project.ts';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const nodePackage = `node-${process.platform}-${process.arch}`;
/** The packages that bring a runtime, and the command that runs a module with it. */
const runtimes: [name: string, package_: string, command: string[]][] = [
  ['Node 22', `node22@npm:${nodePackage}@22.23.3`, ['node_modules/node22/bin/node']],
  ['Node 26', `node26@npm:${nodePackage}@26.10.0`, ['node_modules/node26/bin/node']],
  ['Deno', 'deno@2.9.6', ['node_modules/.bin/deno', 'run', '--allow-all']],
  ['Bun', 'bun@1.4.5', ['node_modules/.bin/bun']],
];

const workerdConfiguration = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "bundle", esModule = embed "bundle.js")], compatibilityDate = "2026-11-01")),
    (name = "internet", network = (allow = ["local", "private", "public"]))],
  sockets = [(name = "http", http = (), service = "main")]);
`;

let mock: Mock;
let project: string;

beforeAll(async () => {
  mock = await createMock({ count: 60, verifySignatures: credentials });
  project = await freshProject(
    await packPackage(),
    'runtimes',
    {
      // Bun's command is put in place by its install script.
      'package.json': JSON.stringify({ private: true, type: 'module', allowScripts: { bun: true } }),
      'count.js': await writeCount(),
      'print.js': `import { count } from './count.js';\nconsole.log(await count());\n`,
      'worker.js': `import { count } from './count.js';
export default { fetch: async () => new Response(String(await count())) };\n`,
      'workerd.capnp': workerdConfiguration,
    },
    [...runtimes.map(([, package_]) => package_), 'workerd@1.20261117.1'],
  );
});

afterAll(async () => {
  await mock?.close();
  if (project) await rm(dirname(project), { recursive: true });
});

/** A module that counts the items of all pages, each of them requested with a signature and validated. */
async function writeCount(): Promise<string> {
  const document = await readDocument('generated/openapi.json');
  const { id } = listOperations(document).find(({ paginated }) => paginated)!;
  const factory = `create${document.info['x-client-name']}Client`;
  const options = { endpoint: mock.url, region: 'us-east-1', credentials, validate: true };
  return `import { ${factory} } from 'imagebuilder-scan-findings';
export async function count() {
  let items = 0;
  for await (const _ of ${factory}(${JSON.stringify(options)}).paginate${id}Items()) items += 1;
  return items;
}\n`;
}

test.for(runtimes)('the client works under %s', async ([, , [command, ...args]]) => {
  const path = join(project, command!);
  expect(await run(project, path, ...args, 'print.js')).toMatchObject({ code: 0, out: '60\n' });
});

test('the client works under workerd, the runtime of Cloudflare Workers', async () => {
  await bundleWorker();
  const command = [
    'node_modules/.bin/workerd',
    'serve',
    'workerd.capnp',
    '--socket-addr',
    'http=127.0.0.1:{port}',
  ];
  const probe = { path: '/', method: 'POST' as const, headers: {}, body: '' };
  const server = await startServer(command, probe, project);
  onTestFinished(server.stop);
  expect(await (await fetch(server.url)).text()).toBe('60');
});

async function bundleWorker(): Promise<void> {
  const build = await rolldown({
    input: join(project, 'worker.js'),
    platform: 'browser',
    resolve: { conditionNames: ['workerd', 'worker', 'import'] },
  });
  await build.write({ file: join(project, 'bundle.js'), codeSplitting: false });
  await build.close();
}
