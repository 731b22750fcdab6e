import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CodeBlock, readCodeBlocks } from './code-blocks.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = await readCodeBlocks(`${root}README.md`);
const contributing = await readCodeBlocks(`${root}CONTRIBUTING.md`);
const shell = readme.filter(({ language }) => language === 'sh');
const setUp = shell.filter(({ code }) => code.startsWith('npm ci'));
// The AWS CLI is not on every machine; `npm run test:interop` installs it and runs these.
const withoutAwsCli = shell.filter((block) => !setUp.includes(block) && !/^\s*aws /m.test(block.code));

let folder: string;
let start: ChildProcess;
let started = '';

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Inside the project, where Node finds the package by its own name as it does for those who installed it.
  folder = await mkdtemp(`${root}.tmp/readme-`);
  await symlink(`${root}dist/scripts/cli.js`, `${folder}/scan-findings`);
  await chmod(`${root}dist/scripts/cli.js`, 0o755);
  started = await startAsReadmeSays();
});

afterAll(async () => {
  if (start.pid) process.kill(-start.pid, 'SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

async function startAsReadmeSays(): Promise<string> {
  // A group of its own, so that npm, its shell and the mock end together.
  start = spawn('npm', ['start'], { cwd: root, detached: true, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Ctrl+C')) resolve(output);
    };
    start.stdout!.on('data', listen);
    start.stderr!.on('data', listen);
    start.on('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${output}`)));
  });
}

async function runTypeScript({ code }: CodeBlock, name: string): Promise<string> {
  const file = `${folder}/${name}.ts`;
  await writeFile(file, code);
  const { stdout } = await run(process.execPath, [file], { cwd: folder });
  return stdout;
}

/** Runs a command as someone who has installed the package, with `scan-findings` on the path. */
function runShell(code: string) {
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  return run('bash', ['-euo', 'pipefail', '-c', code], { cwd: folder, env });
}

function typeScript(part: string): CodeBlock {
  const block = readme.find(({ language, code }) => language === 'ts' && code.includes(part));
  if (!block) throw new Error(`README.md has no TypeScript with ${part}`);
  return block;
}

describe('npm start', () => {
  test('prints the URLs of the mock and of the docs that README names', async () => {
    const text = await readFile(`${root}README.md`, 'utf8');
    for (const [, url] of text.matchAll(/<(http:\/\/127\.0\.0\.1:4010[^>]*)>/g))
      expect(started).toContain(url);
  });

  test('prints a curl command that lists findings', async () => {
    const command = /^ *(curl (?:.*\\\n)*.*)/m.exec(started)?.[1];
    const { stdout } = await run('bash', ['-c', command ?? 'false']);
    expect(JSON.parse(stdout).findings.length).toBeGreaterThan(0);
  });

  test('prints TypeScript that runs', async () => {
    const code = /^ *import [\s\S]*?(?=\n\n)/m.exec(started)?.[0] ?? '';
    const printed = await runTypeScript({ language: 'ts', code, line: 1 }, 'printed');
    expect(printed).toMatch(/\d/);
  });
});

describe('README', () => {
  test('has a set-up that .ci/run carries out', async () => {
    const ci = await readFile(`${root}.ci/run`, 'utf8');
    expect(setUp.map(({ code }) => code.trim())).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    expect(ci).toMatch(/^npm ci$[\s\S]*^npm test$/m);
  });

  test.for(withoutAwsCli)('line $line: the command succeeds', async ({ code }) => {
    await runShell(code);
  });

  test('the command tells of a faulty file what README says', async () => {
    const promised = readme.find(({ language }) => language === 'text')!.code;
    const payload = { findings: [{ severity: 'HIGH', inspectorScore: -1 }] };
    await writeFile(`${folder}/page.json`, JSON.stringify(payload));
    const told = runShell('scan-findings validate page.json');
    await expect(told).rejects.toMatchObject({ code: 1, stdout: promised });
  });

  test('the matcher works in a test', async () => {
    await writeFile(`${folder}/matcher.test.ts`, typeScript('/matchers').code);
    const vitest = `${root}node_modules/vitest/vitest.mjs`;
    const { stdout } = await run(process.execPath, [vitest, 'run', '--root', folder, '--reporter', 'tap']);
    expect(stdout).toMatch(/^ +ok 1 - a finding as the contract has it/m);
  });

  test('the types fit openapi-fetch', async () => {
    const printed = await runTypeScript(typeScript('openapi-fetch'), 'openapi-fetch');
    expect(printed).toMatch(/^403 .+/);
  });

  test('the client of the package lists findings', async () => {
    const printed = await runTypeScript(typeScript('createImageScanFindingsClient'), 'client');
    expect(printed).toMatch(/^CRITICAL .+$/m);
  });

  test('the mock of the package serves the AWS SDK', async () => {
    const printed = await runTypeScript(typeScript('createMock'), 'mock');
    const [findings, requests] = printed.match(/\d+/g)!.map(Number);
    expect(findings).toBeGreaterThan(0);
    expect(requests).toBeGreaterThan(0);
  });

  test('the validators of the package print what README says', async () => {
    const text = await readFile(`${root}README.md`, 'utf8');
    const promised = /^prints `(.+)`\.$/m.exec(text)?.[1];
    expect((await runTypeScript(typeScript('/validators'), 'validators')).trim()).toBe(promised);
  });

  test('names only files of the project that exist', async () => {
    const text = await readFile(`${root}README.md`, 'utf8');
    const paths = [...text.matchAll(/`((?:generated|test)\/[^`<]*)`/g)].map(([, path]) => path!);
    expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
  });
});

test('every npm script that the documents name exists', async () => {
  const { scripts } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));
  const documents = await Promise.all(
    ['README.md', 'CONTRIBUTING.md'].map((file) => readFile(root + file, 'utf8')),
  );
  const named = documents.join('\n').matchAll(/npm (?:run )?(start|test|(?<=run )[\w:]+)/g);
  for (const [, script] of named) expect(scripts).toHaveProperty([script!]);
});

test('the commands of CONTRIBUTING that make artifacts succeed', async () => {
  const blocks = contributing.filter(({ code }) => code.includes('npm run generate'));
  expect(blocks).not.toEqual([]);
  for (const { code } of blocks) await run('bash', ['-euo', 'pipefail', '-c', code], { cwd: root });
});
