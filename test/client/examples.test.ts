import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listOperations } from '../../scripts/contract/operations.ts';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { credentials, document } from './harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = ['generated/client.ts', 'generated/client-node.ts', 'generated/runtime/client.ts'];

/** The code of every `@example`, and what it documents. */
async function readExamples(): Promise<[name: string, code: string][]> {
  const texts = await Promise.all(files.map((file) => readFile(root + file, 'utf8')));
  const comment = /@example\n *\* ```ts\n(.*?)\n *\* ```.*?\*\/\s*(?:export (?:type|function) )?(\w+)/gs;
  return texts.flatMap((text, index) =>
    [...text.matchAll(comment)].map(([, code, name]): [string, string] => [
      `${files[index]} ${name}`,
      code!.replace(/^ *\* ?/gm, ''),
    ]),
  );
}

const examples = await readExamples();
let folder: string;
let mock: Mock;

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Inside the project, where Node finds the package by its own name.
  folder = await mkdtemp(`${root}.tmp/examples-`);
  mock = await createMock({ verifySignatures: credentials });
});

afterAll(async () => {
  await mock?.close();
  await rm(folder, { recursive: true, force: true });
});

test('every function and the error of the client have an example', async () => {
  const exported = (await readFile(`${root}generated/client.ts`, 'utf8')).matchAll(
    /^export function (\w+)/gm,
  );
  const names = [...exported].map(([, name]) => `generated/client.ts ${name}`);
  expect(names.length).toBeGreaterThan(1);
  expect(examples.map(([name]) => name)).toEqual(expect.arrayContaining(names));
  expect(examples.filter(([name]) => /Error$|toDate$|Items$/.test(name))).toHaveLength(
    2 + listOperations(document).filter(({ paginated }) => paginated).length,
  );
});

test.for(examples)('the example of %s runs', async ([name, code]) => {
  const file = `${folder}/${name.replace(/\W/g, '-')}.ts`;
  await writeFile(file, code);
  const env = {
    ...{ PATH: process.env['PATH'], AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: mock.url },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
  };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [file], { env });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/\{|^2026-11-20T00:00:00.125Z$/m);
});
