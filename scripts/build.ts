import { spawnSync } from 'node:child_process';
import { glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { runCommand } from './command.ts';

const root = new URL('../', import.meta.url);
const help = `Usage: npm run build

Compiles the client, the types and the command to dist/, the form in which the package is published.
`;

async function build(): Promise<number> {
  await rm(new URL('dist/', root), { recursive: true, force: true });
  // By its path, because both TypeScripts of this project claim the command `tsc`.
  const compiler = fileURLToPath(new URL('node_modules/ts7/bin/tsc', root));
  const project = fileURLToPath(new URL('scripts/tsconfig.json', root));
  const { status } = spawnSync(process.execPath, [compiler, '--project', project], { stdio: 'inherit' });
  if (status !== 0) return 1;
  // The client loads the validators from its own folder, but the package contains them only where they were generated.
  for await (const path of glob('generated/{,revisions/*/}validators.js', { cwd: root })) {
    const up = '../'.repeat(path.split('/').length);
    await mkdir(new URL('.', new URL(`dist/${path}`, root)), { recursive: true });
    await writeFile(new URL(`dist/${path}`, root), `export * from '${up}${path}';\n`);
  }
  await buildMatchersForRequire();
  await buildBrowserMock();
  return 0;
}

/** jest loads CommonJS unless it is configured otherwise, so the matchers and their validators are one such file. */
async function buildMatchersForRequire(): Promise<void> {
  const path = (name: string) => fileURLToPath(new URL(`dist/scripts/matchers/${name}`, root));
  const bundle = await rolldown({ input: path('matchers.js'), platform: 'node' });
  await bundle.write({ file: path('matchers.cjs'), format: 'cjs' });
  await bundle.close();
  const types = await readFile(path('matchers.d.ts'), 'utf8');
  const imported = /^import (?:type )?\* as (\w+) from ('.*');$/m;
  if (!imported.test(types)) throw new Error('matchers.d.ts imports the validators in another way');
  const importType = "import type * as $1 from $2 with { 'resolution-mode': 'import' };";
  await writeFile(path('matchers.d.cts'), types.replace(imported, importType));
}

/** Replacements in browsers for modules of Node and of peers. `node-only` fails when it is used. */
const inBrowsers: [RegExp, string][] = [
  [
    /^node:(buffer|crypto|timers\/promises)$/,
    fileURLToPath(new URL('scripts/mock/node-in-browsers.ts', root)),
  ],
  [/^(node:.*|@stoplight\/.*|ajv\/.*|yaml)$/, '\0node-only'],
];

/** Bundles the mock for browsers: the code of the mock for Node, with replacements for Node's modules. */
async function buildBrowserMock(): Promise<void> {
  const bundle = await rolldown({
    input: { browser: fileURLToPath(new URL('scripts/mock/browser.ts', root)) },
    platform: 'browser',
    // The package contains these once, in the folder where they were generated.
    external: /\/generated\/.*validators\.js$/,
    transform: {
      inject: { Buffer: ['buffer', 'Buffer'] },
      define: { 'process.emitWarning': 'console.warn' },
    },
    onLog(level, log, handle) {
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') handle(level, log);
    },
    plugins: [
      {
        name: 'in-browsers',
        resolveId: (id) => inBrowsers.find(([names]) => names.test(id))?.[1],
        load: (id) => (id === '\0node-only' ? nodeOnly : undefined),
      },
    ],
  });
  const dir = fileURLToPath(new URL('dist/scripts/mock/', root));
  const { output } = await bundle.write({ dir, format: 'esm', chunkFileNames: 'browser-[name].js' });
  await bundle.close();
  const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  await writeFile(`${dir}browser-licenses.txt`, await collectLicenses(modules));
  // The compiler copies this file, which the bundle already contains.
  await rm(new URL('dist/generated/openapi.json', root), { force: true });
}

/** Collects the licences of the packages in a bundle. */
async function collectLicenses(modules: string[]): Promise<string> {
  const folders = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(id) ?? []));
  const texts = [...folders].sort().map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(`${folder}package.json`, 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} has no licence to pass on`);
    return `${name} ${version}\n\n${await readFile(folder + file, 'utf8')}`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}

const nodeOnly = `
const fail = (name) => () => { throw new Error(\`The mock needs Node for this: \${String(name)}\`); };
module.exports = new Proxy({}, { get: (_, name) => (name === '__esModule' ? undefined : fail(name)) });
`;

await runCommand('npm run build', { help, options: {}, run: build });
