/** Runs what docs/client.md says about other libraries, with the code that they generate from the contract. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient as generateWithHeyApi } from '@hey-api/openapi-ts';
import { generate as generateWithOrval } from 'orval';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { run } from '../package/fresh-project.ts';
import { credentials } from './harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const contract = `${root}generated/openapi.yaml`;
/** What orval's code calls instead of the global fetch. */
const mutator = 'signed-fetch.ts';
const guide = await readCodeBlocks(`${root}docs/client.md`);
const samples = guide.filter(({ language, name }) => language === 'typescript' && name !== mutator);

let folder: string;
let mock: Mock;
let compiled: Awaited<ReturnType<typeof run>>;

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Two folders below the project, where its configuration and its packages are found.
  folder = await mkdtemp(`${root}.tmp/libraries-`);
  mock = await createMock({ verifySignatures: credentials });
  const readme = await readCodeBlocks(`${root}README.md`);
  for (const { language, name, code } of [...guide, ...readme]) {
    if (/^(typescript|tsx)$/.test(language)) await writeFile(`${folder}/${name}`, code);
  }
  await generateWithHeyApi({
    ...{ input: contract, output: `${folder}/hey-api`, logs: { level: 'silent' } },
    plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'],
  });
  const fetchFile = { path: `${folder}/${mutator}`, name: 'signedFetch' };
  const output = {
    target: `${folder}/orval/api.ts`,
    client: 'fetch' as const,
    override: { mutator: fetchFile },
  };
  await generateWithOrval({ input: contract, output }, folder);
  compiled = await compile();
});

afterAll(async () => {
  await mock?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Compiles all of it to `out/`. */
async function compile() {
  const compilerOptions = {
    ...{ noEmit: false, rootDir: '.', outDir: 'out', jsx: 'react-jsx' },
    // The generated code of these libraries is not written for every check of this project.
    ...{ exactOptionalPropertyTypes: false, noImplicitOverride: false, noUnusedLocals: false },
  };
  const config = { extends: '../../tsconfig.json', include: ['**/*.ts', '*.tsx'], compilerOptions };
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config));
  return run(folder, process.execPath, `${root}node_modules/ts7/bin/tsc`, '--project', '.');
}

test('the signed fetch and the client fit the types of every library', () => {
  expect(compiled).toEqual({ code: 0, out: '', err: '' });
});

test.for(samples.map(({ name }) => name!))('%s lists findings with signed requests', async (name) => {
  const before = mock.requests.length;
  const env = {
    ...{ PATH: process.env['PATH'], AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: mock.url },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
  };
  const file = `${folder}/out/${name.replace('.ts', '.js')}`;
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env });
  expect(stdout).toBe('2\n');
  expect(mock.requests.slice(before)).toMatchObject([{ status: 200 }]);
});
