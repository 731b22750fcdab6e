import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createClient as generateWithHeyApi } from '@hey-api/openapi-ts';
import { generate as generateWithOrval } from 'orval';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { run } from '../package/fresh-project.ts';
import { credentials, operation } from './harness.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const contract = `${root}generated/openapi.yaml`;

/** How each library is set up with the signed fetch; `list` returns the status and the body of a response. */
const programs = {
  'openapi-fetch': `
    import createClient from 'openapi-fetch';
    import { createSignedFetch, type paths } from '../../generated/client-node.js';

    const client = createClient<paths>(createSignedFetch(options));
    export async function list(body: Body) {
      const { data, error, response } = await client.POST('/ListImageScanFindings', { body });
      return { status: response.status, body: data ?? error };
    }`,
  'hey-api': `
    import { createSignedFetch } from '../../generated/client-node.js';
    import { client } from './hey-api/client.gen.js';
    import { listImageScanFindings } from './hey-api/sdk.gen.js';

    client.setConfig(createSignedFetch(options));
    export async function list(body: Body) {
      const { data, error, response } = await listImageScanFindings({ body });
      return { status: response!.status, body: data ?? error };
    }`,
  orval: `
    import { listImageScanFindings } from './orval/api.js';

    export async function list(body: Body) {
      const { status, data } = await listImageScanFindings(body);
      return { status, body: data };
    }`,
  ky: `
    import ky from 'ky';
    import { createSignedFetch } from '../../generated/client-node.js';

    const { baseUrl, fetch } = createSignedFetch(options);
    const api = ky.create({ fetch, retry: 0, throwHttpErrors: false });
    export async function list(json: Body) {
      const response = await api.post(baseUrl + '/ListImageScanFindings', { json });
      return { status: response.status, body: await response.json() };
    }`,
};

/** What orval calls instead of the global fetch: it takes a path, and wants the body read. */
const orvalFetch = `
  import { createSignedFetch } from '../../../generated/client-node.js';
  import { options } from '../options.js';

  const { baseUrl, fetch } = createSignedFetch(options);
  export async function signedFetch<Result>(path: string, init: RequestInit): Promise<Result> {
    const response = await fetch(baseUrl + path, init);
    return { status: response.status, data: await response.json(), headers: response.headers } as Result;
  }`;

let folder: string;
let mock: Mock;

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Two folders below the project, where its configuration and its packages are found.
  folder = await mkdtemp(`${root}.tmp/libraries-`);
  mock = await createMock({ contract: 'generated/openapi.json', verifySignatures: credentials });
  const options = { endpoint: mock.url, region: 'us-east-1', credentials };
  await mkdir(`${folder}/orval`);
  await writeFile(`${folder}/options.ts`, `export const options = ${JSON.stringify(options)};`);
  await writeFile(`${folder}/orval/signed-fetch.ts`, orvalFetch);
  for (const [name, code] of Object.entries(programs)) {
    const preamble = `import { options } from './options.js';\nexport const used = options;\ntype Body = { maxResults?: number; nextToken?: string };\n`;
    await writeFile(`${folder}/${name}.ts`, preamble + code);
  }
  await generateWithHeyApi({
    ...{ input: contract, output: `${folder}/hey-api`, logs: { level: 'silent' } },
    plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'],
  });
  const mutator = { path: `${folder}/orval/signed-fetch.ts`, name: 'signedFetch' };
  const output = { target: `${folder}/orval/api.ts`, client: 'fetch' as const, override: { mutator } };
  await generateWithOrval({ input: contract, output }, folder);
});

afterAll(async () => {
  await mock?.close();
  await rm(folder, { recursive: true, force: true });
});

test.for(Object.keys(programs))('%s lists findings with signed requests, and gets errors', async (name) => {
  const { list } = await import(/* @vite-ignore */ `${folder}/${name}.ts`);
  const page = await list({ maxResults: 2 });
  expect(page).toEqual({ status: 200, body: expect.objectContaining({ nextToken: expect.any(String) }) });
  expect(page.body[operation.paginated!.items]).toHaveLength(2);
  const invalid = await list({ nextToken: 'made up' });
  expect(invalid).toEqual({ status: 400, body: { message: expect.any(String) } });
});

test('the signed fetch fits the types of each of them', async () => {
  // The generated code of hey-api and orval is not written for every check of this project.
  const loose = { exactOptionalPropertyTypes: false, noImplicitOverride: false, noUnusedLocals: false };
  const config = { extends: '../../tsconfig.json', include: ['*.ts'], compilerOptions: loose };
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify(config));
  const compiler = `${root}node_modules/ts7/bin/tsc`;
  expect(await run(folder, process.execPath, compiler, '--project', '.')).toEqual({
    ...{ code: 0, out: '', err: '' },
  });
});
