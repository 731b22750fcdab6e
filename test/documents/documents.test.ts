/**
 * Runs every sample of README.md and docs/*.md, in order, as a reader of that document would.
 *
 * - `sh` runs in bash. `sh exit=1` has to end with that exit code.
 * - `ts` runs on Node, or in vitest when it imports vitest.
 * - A `text` block, or the sentence "This prints `…`.", is what the sample before it prints.
 * - `json NAME` and any other language with a name is written to that file before the samples run.
 *   `page.json` is there from the start, a valid response.
 *
 * In every sample the mock of `npm start` replaces the address http://127.0.0.1:4010, and is AWS.
 *
 * Runs the examples in the help of npm scripts as well, and compares docs/comparison.md with new reports.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceReport } from '../../scripts/conform/index.ts';
import { type Example, type ResponseObject, readDocument, resolve } from '../../scripts/contract/document.ts';
import { jsonBody, listOperations } from '../../scripts/contract/operations.ts';
import { conform, credentials, startMock } from '../conform/support.ts';
import { startServer } from '../support/server.ts';
import { type CodeBlock, readCodeBlocks } from './code-blocks.ts';
import { conformPrism, toItem } from './comparison.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const guides = ['README.md', ...readdirSync(`${root}docs`).map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith('.md'),
);
const { name, scripts } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));

/** Samples that other tests run: why, and what they start with. */
const elsewhere: Record<string, RegExp> = {
  'installs the package, as test/package does with its tarball': new RegExp(`^npm install ${name}$`),
  'installs a peer, as test/package does': /^npm install --save-dev /,
  'is what .ci/run does': /^npm ci && npm (start|test)$/,
  'needs a Docker daemon; test/image runs the steps of the Dockerfile': /^docker /,
  'needs the AWS CLI, which test/interop installs': /^aws |^\s+aws |^AWS_\S+=\S+ .*\\\n\s+aws /m,
};

let folder: string;
let start: ChildProcess;
let started = '';
let mockUrl: string;
let prism: Promise<ConformanceReport>;

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Inside the project, where Node finds the packages that the samples import.
  folder = await mkdtemp(`${root}.tmp/documents-`);
  await mkdir(`${folder}/node_modules/.bin`, { recursive: true });
  await writeFile(`${folder}/package.json`, '{"type": "module", "private": true}');
  await symlink(root, `${folder}/node_modules/${name}`);
  await writeFile(`${folder}/page.json`, JSON.stringify(await firstPage()));
  const command = `#!/bin/sh\nexec "${process.execPath}" "${root}dist/scripts/cli.js" "$@"\n`;
  await writeFile(`${folder}/node_modules/.bin/scan-findings`, command);
  await chmod(`${folder}/node_modules/.bin/scan-findings`, 0o755);
  ({ server: start, printed: started } = await serveExample('start', /Ctrl\+C/));
  mockUrl = /http:\/\/127\.0\.0\.1:\d+/.exec(started)![0];
  // The run waits for Prism most of the time, so the samples run meanwhile.
  prism = conformPrism();
  prism.catch(() => undefined);
});

afterAll(async () => {
  if (start?.pid) process.kill(-start.pid, 'SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

async function firstPage(): Promise<unknown> {
  const document = await readDocument(`${root}generated/openapi.json`);
  const { object, status } = listOperations(document).find(({ filters }) => filters)!;
  const { examples } = jsonBody(resolve<ResponseObject>(document, object.responses[status]!));
  return resolve<Example>(document, Object.values(examples!)[0]!).value;
}

/** The lines under `Example:` or `Examples:` in the help of a script of package.json. */
async function examplesOf(script: string): Promise<string[]> {
  const { stdout } = await run('npm', ['run', '--silent', script, '--', '--help']);
  const lines = /Examples?:\n((?: {2}.*\n)+)/.exec(stdout)![1]!.trimEnd().split('\n');
  return lines.map((line) => line.trim());
}

/** Runs an example of a script that serves, until it prints what is expected. */
async function serveExample(
  script: string,
  ready: RegExp,
): Promise<{ server: ChildProcess; printed: string }> {
  // Port 4010 may be taken on this machine.
  const example = (await examplesOf(script)).find((each) => each.includes('--port 0'))!;
  const env = { ...process.env, NO_COLOR: '1' };
  // A group of its own, so that npm, its shell and the server end together.
  const server = spawn('bash', ['-c', `${example} 2>&1`], { cwd: root, detached: true, env });
  let printed = '';
  for await (const chunk of server.stdout) {
    printed += chunk;
    if (ready.test(printed)) return { server, printed };
  }
  throw new Error(`${example} ended:\n${printed}`);
}

/** The environment in which AWS is the mock, and the package is installed. */
function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: `${folder}/node_modules/.bin:${root}node_modules/.bin:${process.env['PATH']}`,
    AWS_ENDPOINT_URL_IMAGEBUILDER: mockUrl,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    NO_COLOR: '1',
  };
}

async function runSample({ language, code, line }: CodeBlock): Promise<{ code: number; stdout: string }> {
  const text = code.replaceAll('http://127.0.0.1:4010', mockUrl);
  const options = { cwd: folder, env: environment() };
  try {
    if (language === 'sh')
      return { code: 0, ...(await run('bash', ['-euo', 'pipefail', '-c', text], options)) };
    const isTest = text.includes("from 'vitest'");
    const file = `${folder}/line-${line}.${isTest ? 'test.ts' : 'ts'}`;
    await writeFile(file, text);
    const vitest = [`${root}node_modules/vitest/vitest.mjs`, 'run', '--root', folder, file];
    return { code: 0, ...(await run(process.execPath, isTest ? vitest : [file], options)) };
  } catch (error) {
    const { code: exitCode, stdout, stderr } = error as { code: unknown; stdout: string; stderr: string };
    if (typeof exitCode !== 'number') throw error;
    return { code: exitCode, stdout: `${stdout}${stderr}` };
  }
}

function isRunElsewhere({ code }: CodeBlock): boolean {
  return Object.values(elsewhere).some((pattern) => pattern.test(code.trim()));
}

describe.for(guides)('%s', async (guide) => {
  const blocks = await readCodeBlocks(root + guide);
  const runnable = blocks.filter((block) => ['sh', 'ts'].includes(block.language) && !isRunElsewhere(block));

  beforeAll(async () => {
    for (const { name: file, code } of blocks) if (file) await writeFile(`${folder}/${file}`, code);
  });

  test('has no sample that nothing runs', () => {
    const others = blocks.filter(({ language }) => !['sh', 'ts', 'text'].includes(language));
    expect(others.filter((block) => !block.name)).toEqual([]);
  });

  test.for(runnable.map((block) => [block.line, block] as const))(
    'line %i: the sample does what the document says',
    async ([, block]) => {
      const { code, stdout } = await runSample(block);
      expect({ code, stdout }).toEqual({ code: block.exitCode, stdout: expect.any(String) });
      if (block.prints !== undefined) expect(stdout).toContain(block.prints.trim());
    },
  );

  test('names only files of the project that exist', async () => {
    const text = await readFile(root + guide, 'utf8');
    const paths = [...text.matchAll(/`((?:generated|test|scripts|openapi|docs|examples)\/[^`<*\s]*)`/g)];
    expect(paths.map(([, path]) => path!).filter((path) => !existsSync(root + path))).toEqual([]);
  });

  test('links only to files of the project that exist', async () => {
    const text = await readFile(root + guide, 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path!);
    const base = new URL(guide, `file://${root}`);
    expect(links.filter((path) => !existsSync(fileURLToPath(new URL(path, base))))).toEqual([]);
  });
});

describe('npm start', () => {
  test('prints the URLs of the mock and of the docs', () => {
    expect(started).toContain(`${mockUrl}\n`);
    expect(started).toContain(`${mockUrl}/docs\n`);
  });

  test('prints a curl command that lists items', async () => {
    const command = /^ *(curl (?:.*\\\n)*.*)/m.exec(started)?.[1];
    const { stdout } = await run('bash', ['-c', command ?? 'false']);
    expect(
      Object.values<unknown[]>(JSON.parse(stdout)).some((list) => Array.isArray(list) && list.length > 0),
    ).toBe(true);
  });

  test('prints TypeScript that runs', async () => {
    const code = /^ *import [\s\S]*?(?=\n\n)/m.exec(started)?.[0] ?? 'process.exit(1)';
    expect((await runSample({ language: 'ts', code, line: 0, exitCode: 0 })).stdout).toMatch(/\d/);
  });
});

test('.ci/run does what README says for a clone', async () => {
  const ci = await readFile(`${root}.ci/run`, 'utf8');
  expect(ci).toMatch(/^npm ci$[\s\S]*^npm test$/m);
});

test.for([...guides, 'CONTRIBUTING.md'])('%s names only npm scripts that exist', async (file) => {
  const text = await readFile(root + file, 'utf8');
  const named = [...text.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:-]+)/g)].map(([, script]) => script);
  expect(named.filter((script) => !Object.hasOwn(scripts, script!))).toEqual([]);
});

test('the commands of CONTRIBUTING and of the help that regenerate succeed', async () => {
  const contributing = await readCodeBlocks(`${root}CONTRIBUTING.md`);
  const blocks = contributing.filter(({ code }) => code.includes('npm run generate'));
  const lines = blocks.flatMap(({ code }) => code.trim().split('\n'));
  const examples = await examplesOf('generate');
  expect(lines).toContain('npm run generate');
  expect(examples).toContain('npm run generate');
  const commands = [...new Set([...lines, ...examples])].join('\n');
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], { cwd: root });
  expect(stdout.match(/is up to date/g)).toHaveLength(examples.length);
});

test('the example in the help of `npm run docs` serves until it is stopped', async () => {
  const { server, printed } = await serveExample('docs', /http:\/\/127\.0\.0\.1:[1-9]\d*/);
  process.kill(-server.pid!, 'SIGTERM');
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  expect(printed).toMatch(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
});

describe('docs/comparison.md has what conform finds in', () => {
  async function expectItem(server: string, report: ConformanceReport): Promise<void> {
    const text = await readFile(`${root}docs/comparison.md`, 'utf8');
    expect(text.split('\n')).toContain(toItem(server, report));
  }

  test('the mock', async () => {
    const { url } = await startMock({ verifySignatures: credentials });
    await expectItem('This mock with `--verify-signatures`', await conform(url));
  });

  test('a server that always responds `{}`', async () => {
    const { url } = await startServer((request, response) => {
      request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{}'));
    });
    await expectItem('A server that always responds `{}`', await conform(url));
  });

  test('stock Prism', { timeout: 300_000 }, async () => {
    await expectItem('Stock Prism 5.16', await prism);
  });
});
