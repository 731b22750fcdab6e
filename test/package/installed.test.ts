import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document } from '../../scripts/contract/document.ts';
import { camelCase, listExamples, listOperations } from '../../scripts/contract/operations.ts';
import { freshProject, packPackage, root, run } from './fresh-project.ts';

const read = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
const own = await read(join(root, 'package.json'));
const document: Document = await read(join(root, 'generated/openapi.json'));
const [operation] = listOperations(document);
const [example] = listExamples(document, operation!.object.responses[operation!.status]).values();
const page = example!.value;
const createClient = `create${document.info['x-client-name']}Client`;
const method = camelCase(operation!.id);
const validate = `validate${operation!.response}`;

const body = `
async function list(endpoint) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = ${createClient}({ endpoint, region: 'us-east-1', credentials, validate: true });
  const page = await client.${method}({});
  return { page, valid: ${validate}(page) };
}
`;
const moduleText = `
import { ${createClient} } from '${own.name}';
import { ${validate} } from '${own.name}/validators';
export ${body.trim()}
`;
const print = 'console.log(JSON.stringify(await list(process.argv[2])));';
const works = { code: 0, err: '', out: `${JSON.stringify({ page, valid: true })}\n` };

let tarball: string;
/** A project that has this package and nothing else. */
let plain: string;
let server: Server;
let endpoint: string;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(page));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tarball = await packPackage();
  plain = await freshProject(tarball, 'plain', { 'consumer.js': `${moduleText}${print}` });
});

afterAll(async () => {
  server.close();
  await rm(dirname(tarball), { recursive: true });
});

describe('installing it', () => {
  test('brings openapi-fetch and the two signers, and no other package', async () => {
    const { packages } = await read(join(plain, 'node_modules/.package-lock.json'));
    expect(Object.keys(packages).sort()).toEqual([
      'node_modules/aws4',
      'node_modules/aws4fetch',
      `node_modules/${own.name}`,
      'node_modules/openapi-fetch',
      'node_modules/openapi-typescript-helpers',
    ]);
  });

  test('runs no install script', async () => {
    const { packages } = await read(join(plain, 'node_modules/.package-lock.json'));
    const { scripts } = await read(join(plain, 'node_modules', own.name, 'package.json'));
    const atInstall = Object.keys(scripts).filter((name) => /^((pre|post)?install|prepare)$/.test(name));
    expect(atInstall).toEqual([]);
    expect(Object.values(packages)).not.toContainEqual(expect.objectContaining({ hasInstallScript: true }));
  });

  test('takes less than 6 MB, docs and vectors included', async () => {
    const folder = join(plain, 'node_modules', own.name);
    const files = await readdir(folder, { recursive: true });
    expect(files).toEqual(
      expect.arrayContaining(['generated/docs/index.html', 'generated/conformance/schema.json']),
    );
    const sizes = await Promise.all(files.map((file) => fileSize(join(folder, file))));
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(6_000_000);
  });
});

describe('a program works', () => {
  test('as an ES module', async () => {
    expect(await run(plain, 'node', 'consumer.js', endpoint)).toEqual(works);
  });

  test('as CommonJS, by `require()`', async () => {
    const text = `
const { ${createClient} } = require('${own.name}');
const { ${validate} } = require('${own.name}/validators');
${body}
list(process.argv[2]).then((result) => console.log(JSON.stringify(result)));
`;
    await writeFile(join(plain, 'consumer.cjs'), text);
    expect(await run(plain, 'node', 'consumer.cjs', endpoint)).toEqual(works);
  });

  test('as a bundle for browsers, without anything of Node', async () => {
    await writeFile(join(plain, 'library.js'), moduleText);
    const warnings: string[] = [];
    const build = await rolldown({
      cwd: plain,
      input: 'library.js',
      platform: 'browser',
      onLog: (level, { message }) => warnings.push(`${level}: ${message}`),
    });
    // Away from node_modules: what the bundle lacks, it does not find.
    const site = join(dirname(tarball), 'site');
    await mkdir(site);
    const { output } = await build.write({ dir: site });
    await writeFile(join(site, 'main.mjs'), withoutNode);
    expect(warnings).toEqual([]);
    const code = output.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('');
    expect(code).not.toMatch(/\bBuffer\b|\brequire\(|['"]node:/);
    const entry = output.find((chunk) => chunk.type === 'chunk' && chunk.isEntry);
    expect(await run(site, 'node', 'main.mjs', endpoint, `./${entry?.fileName}`)).toEqual(works);
  });
});

const withoutNode = `
const [, , endpoint, bundle] = process.argv;
delete globalThis.process;
const { list } = await import(bundle);
console.log(JSON.stringify(await list(endpoint)));
`;

const typedText = `
import { ${createClient} } from '${own.name}';
import type { ${operation!.response} } from '${own.name}/types';
import { ${validate} } from '${own.name}/validators';
import { ${validate} as strictly } from '${own.name}/validators/strict';
const client = ${createClient}({ region: 'us-east-1' });
export const page: ${operation!.response} = await client.${method}({});
export const valid: boolean[] = [${validate}(page), strictly(page)];
// @ts-expect-error The types are those of the contract, not \`any\`.
client.${method}({ unknownMember: true });
`;
const testText = `
import { toMatchContract } from '${own.name}/matchers';
import { type ConformanceReport, describeConformance, runConformance } from '${own.name}/conform';
import { createMock, type Mock } from '${own.name}/mock';
export const mock: Mock = await createMock({ port: 0 });
export const { pass } = toMatchContract({}, '${operation!.response}');
export const report: ConformanceReport = await runConformance(mock.url, { readOnly: true });
describeConformance(mock.url, { describe: () => {}, test: () => {}, only: ['response-status'] });
// @ts-expect-error The contract has no such shape.
toMatchContract({}, 'UnknownShape');
`;

describe('TypeScript takes it, strict and with its declarations checked,', () => {
  const base = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2023' };
  const resolutions = [
    ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ] as const;
  const typeRoots = [join(root, 'node_modules/@types')];
  const configurations = resolutions.flatMap(([resolution, options]) => [
    [
      `${resolution}.json`,
      JSON.stringify({
        compilerOptions: { ...base, ...options, lib: ['es2023', 'dom'], types: [] },
        files: ['client.ts'],
      }),
    ],
    [
      `${resolution}-node.json`,
      JSON.stringify({
        compilerOptions: { ...base, ...options, lib: ['es2023'], types: ['node'], typeRoots },
        files: ['client.ts', 'test.ts'],
      }),
    ],
  ]);

  beforeAll(async () => {
    const files = [['client.ts', typedText], ['test.ts', testText], ...configurations] as const;
    for (const [file, text] of files) await writeFile(join(plain, file), text);
  });

  test.for([
    ['with `nodenext`: the client, without the types of Node', 'nodenext.json'],
    ['with `bundler`: the client, without the types of Node', 'bundler.json'],
    ['with `nodenext`: all of it, in a project for Node', 'nodenext-node.json'],
    ['with `bundler`: all of it, in a project for Node', 'bundler-node.json'],
  ] as const)('%s', async ([, configuration]) => {
    const compiler = join(root, 'node_modules/ts7/bin/tsc');
    expect(await run(plain, 'node', compiler, '--project', configuration)).toEqual({
      ...{ code: 0, out: '', err: '' },
    });
  });
});

describe('the command', () => {
  const command = (...args: string[]) => run(plain, join(plain, 'node_modules/.bin/scan-findings'), ...args);

  test('prints the versions of the package and the API, and the revisions', async () => {
    const out = `${own.name} ${own.version}, API ${document.info.version}, revisions: base, 2026-11-11\n`;
    expect(await command('--version')).toEqual({ code: 0, err: '', out });
  });

  test('lists with `--help` subcommands that all have help of their own', async () => {
    const { out, ...rest } = await command('--help');
    expect(rest).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: scan-findings <command> \[options\]\n/);
    const names = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name!);
    expect(names).toEqual(expect.arrayContaining(['mock', 'validate', 'docs']));
    for (const name of names) {
      const help = await command(name, '--help');
      expect(help).toEqual({
        code: 0,
        err: '',
        out: expect.stringMatching(`^Usage: scan-findings ${name} `),
      });
    }
  });

  test('finds the docs that are installed with it', async () => {
    const { out } = await command('docs', '--print');
    expect(await readFile(new URL(out.trim()), 'utf8')).toContain(document.info.title);
  });

  test('validates without any further package', async () => {
    await writeFile(join(plain, 'page.json'), JSON.stringify(page));
    const { code, err } = await command('validate', 'page.json');
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/^1 file valid/) });
  });
});

test('a server is tested without any further package', async () => {
  const text = `import { runConformance } from '${own.name}/conform';
const options = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const { rules } = await runConformance('${endpoint}', { ...options, only: ['response-status'] });
console.log(rules[0].status);\n`;
  await writeFile(join(plain, 'conform.js'), text);
  expect(await run(plain, 'node', 'conform.js')).toEqual({ code: 0, err: '', out: 'passed\n' });
});

test('the mock says what to install when Prism is missing', async () => {
  const text = `import { createMock } from '${own.name}/mock';\nawait createMock();\n`;
  await writeFile(join(plain, 'mock.js'), text);
  const { code, err } = await run(plain, 'node', 'mock.js');
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining('npm install --save-dev @stoplight/prism-core @stoplight/prism-http ajv'),
  });
});

test('publint reports nothing', async () => {
  // The folder holds what is published and nothing else.
  const pkgDir = join(plain, 'node_modules', own.name);
  const { messages } = await publint({ pkgDir, level: 'suggestion', strict: true, pack: false });
  expect(messages).toEqual([]);
});

test('are-the-types-wrong reports nothing', async () => {
  const { code, out } = await run(
    root,
    'node',
    join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
    tarball,
    // Every Node that this package supports reads `exports`; the oldest resolution does not.
    ...['--profile', 'node16'],
    // The package is ES modules alone: Node lets CommonJS `require()` those, as a test above shows.
    ...['--ignore-rules', 'cjs-resolves-to-esm'],
    // No module, but a file to read.
    ...['--exclude-entrypoints', 'openapi.yaml'],
    ...['--format', 'ascii'],
  );
  expect(code, out).toBe(0);
});

async function fileSize(path: string): Promise<number> {
  const info = await stat(path);
  return info.isFile() ? info.size : 0;
}
