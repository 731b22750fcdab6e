import { execFile } from 'node:child_process';
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type CodeBlock, readCodeBlocks } from '../documents/code-blocks.ts';
import { findings, fullFinding, path, project, root, writeInput } from './support.ts';

interface Action {
  inputs: Record<string, { required?: boolean; default?: string }>;
  runs: {
    using: string;
    steps: { uses?: string; shell?: string; run?: string; env?: Record<string, string> }[];
  };
}

const action: Action = parse(await readFile(join(project, 'action.yml'), 'utf8'));
const [setUp, step] = action.runs.steps;
const checkout = join(root, 'checkout');

beforeAll(async () => {
  // As GitHub and pre-commit check the repository out: what is committed, and no dependency installed.
  await mkdir(checkout);
  for (const part of ['action.yml', 'package.json', 'scripts', 'generated'])
    await cp(join(project, part), join(checkout, part), { recursive: true });
  await writeInput('valid.json', findings);
  await writeInput('invalid one.json', [{ ...fullFinding, severity: null }]);
  await writeInput('unknown.json', [{ ...fullFinding, severty: 'LOW' }]);
});

/** Runs the action's own step as GitHub's runner does. */
async function runAction(
  inputs: Record<string, string>,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const values: Record<string, string> = {};
  for (const [name, { default: byDefault = '' }] of Object.entries(action.inputs))
    values[name] = inputs[name] ?? byDefault;
  const fill = (text: string) => text.replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name) => values[name]!);
  const env = Object.fromEntries(Object.entries(step!.env!).map(([name, value]) => [name, fill(value)]));
  const runner = { PATH: path, GITHUB_ACTION_PATH: checkout, GITHUB_WORKSPACE: root };
  return new Promise((resolve) => {
    // The runner's shell of this name.
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run!],
      { cwd: root, env: { ...runner, ...env } },
      (error, stdout, stderr) => resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test('the action is composite, sets up Node and runs one step in bash', () => {
  expect(action.runs.using).toBe('composite');
  expect(action.runs.steps).toHaveLength(2);
  expect(setUp!.uses).toMatch(/^actions\/setup-node@[0-9a-f]{40}$/);
  expect(step!.shell).toBe('bash');
});

test('every input of the action reaches its step', async () => {
  const text = await readFile(join(project, 'action.yml'), 'utf8');
  for (const name of Object.keys(action.inputs)) expect(text).toContain(`\${{ inputs.${name} }}`);
});

test('the action passes where all files are valid', async () => {
  expect(await runAction({ files: 'valid.json' })).toMatchObject({ exitCode: 0, stdout: '' });
});

test('the action fails and annotates the files of several lines of patterns', async () => {
  const { exitCode, stdout } = await runAction({ files: 'inv*.json\n\nvalid.json\n' });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^::error file=invalid one\.json,line=\d+,col=\d+.*severity must be a string, is null/m,
  );
});

test('the action passes on as, strict, timestamps, revision and baseline', async () => {
  const [as] = [await runAction({ files: 'valid.json', as: 'NonEmptyString' })];
  expect(as.stdout).toContain('breaks NonEmptyString');
  expect((await runAction({ files: 'unknown.json' })).exitCode).toBe(0);
  expect((await runAction({ files: 'unknown.json', strict: 'true' })).exitCode).toBe(1);
  await writeInput('text.json', [{ ...fullFinding, updatedAt: '2026-11-18T00:00:00Z' }]);
  expect((await runAction({ files: 'text.json', timestamps: 'number' })).exitCode).toBe(1);
  expect((await runAction({ files: 'valid.json', revision: '1999-01-01' })).stderr).toContain('1999-01-01');
  await runAction({ files: 'invalid one.json', format: 'json', report: 'accepted.report' });
  expect((await runAction({ files: 'invalid one.json', baseline: 'accepted.report' })).exitCode).toBe(0);
});

test('the action writes a report for code scanning to a file', async () => {
  const { exitCode } = await runAction({ files: '*one.json', format: 'sarif', report: 'report.sarif' });
  expect(exitCode).toBe(1);
  expect(JSON.parse(await readFile(join(root, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
});

test('a file name cannot smuggle a command or an option into the action', async () => {
  const { exitCode, stderr } = await runAction({ files: '$(touch smuggled)\n--help' });
  expect(exitCode).toBe(2);
  expect(stderr).not.toContain('Usage');
  await expect(readFile(join(root, 'smuggled'))).rejects.toThrow('ENOENT');
});

interface Hook {
  id: string;
  entry: string;
  language: string;
  files: string;
}

const [hook]: Hook[] = parse(await readFile(join(project, '.pre-commit-hooks.yaml'), 'utf8'));
/** Runs the hook's entry on files, as pre-commit does: from the checkout, with the files as its arguments. */
async function runHook(files: string[]): Promise<{ exitCode: number; stdout: string }> {
  const env = { ...process.env, PATH: path };
  return new Promise((resolve) => {
    execFile(join(checkout, hook!.entry), files, { env }, (error, stdout) =>
      resolve({ exitCode: error ? Number(error.code) : 0, stdout }),
    );
  });
}

test('the hook runs a script of the checkout', () => {
  expect(hook!.language).toBe('script');
});

test.for(['page.json', 'exports/findings.ndjson', 'findings.jsonl', 'session.har'])(
  'the hook sees %s',
  (name) => {
    expect(new RegExp(hook!.files).test(name)).toBe(true);
  },
);

test('the hook does not see other files', () => {
  for (const name of ['page.json.bak', 'json', 'page.yaml'])
    expect(new RegExp(hook!.files).test(name)).toBe(false);
});

test('the hook lets a commit of valid files pass and stops one with a violation', async () => {
  const valid = await writeInput('valid.json', findings);
  const invalid = await writeInput('invalid.json', [{ ...fullFinding, severity: null }]);
  expect(await runHook([valid])).toMatchObject({ exitCode: 0 });
  const { exitCode, stdout } = await runHook([valid, invalid]);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('severity must be a string, is null');
});

test.for([
  ['v20.19.4', 2],
  ['v22.12.0', 2],
  ['v22.18.0', 0],
  ['v26.0.0', 0],
] as const)(
  'the hook on Node %s either works or says in one line which Node it needs',
  async ([version, exitCode]) => {
    const code = `Object.defineProperty(process.versions, 'node', { value: '${version.slice(1)}' });
Object.defineProperty(process, 'version', { value: '${version}' });`;
    const file = await writeInput('valid.json', findings);
    const args = [
      `--import=data:text/javascript,${encodeURIComponent(code)}`,
      join(checkout, hook!.entry),
      file,
    ];
    const result = await new Promise<{ code: number; stderr: string }>((resolve) => {
      execFile(process.execPath, args, (error, _, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stderr }),
      );
    });
    expect(result.code).toBe(exitCode);
    if (exitCode === 0) return;
    expect(result.stderr).toContain(`needs Node.js 22.18 or later; the node in your PATH is ${version}.`);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
  },
);

const documents = await Promise.all(
  ['README.md', 'docs/validate.md'].map((file) => readCodeBlocks(join(project, file))),
);
const samples = documents.flat().filter(({ language }) => language === 'yaml');

/** Every object of a YAML sample that has a key. */
function objectsWith(key: string, { code }: CodeBlock): Record<string, unknown>[] {
  const objects: Record<string, unknown>[] = [];
  JSON.stringify(parse(code), (_, value) => {
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) objects.push(value);
    return value;
  });
  return objects;
}

test('the samples of the action in the documents run', async () => {
  const uses = samples
    .flatMap((sample) => objectsWith('uses', sample))
    .filter((step) => /\/imagebuilder-scan-findings@v\d/.test(step['uses'] as string));
  expect(uses.length).toBeGreaterThan(1);
  await mkdir(join(root, 'test/fixtures/deep'), { recursive: true });
  await mkdir(join(root, 'recordings'));
  await writeInput('test/fixtures/deep/page.json', findings);
  await writeInput('recordings/session.har', { log: { entries: [] } });
  for (const { with: inputs } of uses) {
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs as object)));
    expect(await runAction(inputs as Record<string, string>)).toMatchObject({
      stderr: expect.not.stringContaining('see --help'),
    });
  }
  expect(JSON.parse(await readFile(join(root, 'findings.sarif'), 'utf8')).runs).toHaveLength(1);
});

test('the samples of pre-commit in the documents name the hook and limit its files', () => {
  const hooks = samples
    .flatMap((sample) => objectsWith('hooks', sample))
    .flatMap(({ hooks }) => hooks as Hook[]);
  expect(hooks.length).toBeGreaterThan(1);
  for (const { id, files } of hooks) {
    expect(id).toBe(hook!.id);
    expect(new RegExp(files).test('test/fixtures/page.json')).toBe(true);
    expect(new RegExp(files).test('package.json')).toBe(false);
  }
});
