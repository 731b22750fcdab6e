import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const preamble = `
import { fromEnv, fromIni, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { createImageScanFindingsClient, ImageScanFindingsError } from '../../generated/client.js';
import { createSignedFetch, toDate } from '../../generated/client.js';
import type { CredentialProvider, FilterName, paths, Sign } from '../../generated/client.js';
import createQueryClient from 'openapi-react-query';
import createClient from 'openapi-fetch';
const client = createImageScanFindingsClient();
declare const error: unknown;
export const used: unknown[] = [fromEnv, fromIni, fromNodeProviderChain, ImageScanFindingsError, client, error];
export type Used = [CredentialProvider, FilterName, Sign, paths];
used.push(createSignedFetch, toDate, createQueryClient, createClient);
`;

const compiles = {
  'a filter that the contract has': `await client.listImageScanFindings({ filters: [{ name: 'severity', values: ['HIGH'] }] });`,
  'a value that an open set does not list': `
    const { findings } = await client.listImageScanFindings();
    if (findings?.[0]?.severity === 'BRAND_NEW') used.push(findings);`,
  'the items of all pages': `
    for await (const finding of client.paginateListImageScanFindingsItems()) used.push(finding.title?.length);`,
  'the providers of the AWS SDK': `
    for (const credentials of [fromEnv(), fromIni({ profile: 'x' }), fromNodeProviderChain()])
      createImageScanFindingsClient({ credentials });
    const provider: CredentialProvider = fromEnv();
    used.push(provider);`,
  'the global fetch': `createImageScanFindingsClient({ fetch, fips: true, dualStack: false, maxAttempts: 1 });`,
  'a signer that needs no time': `const sign: Sign = ({ url }) => ({ authorization: url }); used.push(sign);`,
  'the data and the error of openapi-fetch': `{
    const { data, error } = await client.POST('/ListImageScanFindings', { body: { maxResults: 1 } });
    if (error) used.push(error.name satisfies string, error.retryable satisfies boolean);
    else used.push(data.findings?.[0]?.severity satisfies string | undefined);
  }`,
  'an error of openapi-fetch narrowed by its name': `{
    const { error } = await client.POST('/ListImageScanFindings', { body: {} });
    if (error?.name === 'CallRateLimitExceededException') {
      const status: 429 = error.status;
      used.push(status, error.retryAfter?.toFixed());
    }
  }`,
  'a middleware, with openapi-fetch’s own types': `
    client.use({ onRequest({ request }) { request.headers.set('x-trace', '1'); } });`,
  'a signed fetch in a client of openapi-fetch': `
    const { data } = await createClient<paths>(createSignedFetch()).POST('/ListImageScanFindings', { body: {} });
    used.push(data?.nextToken?.length);`,
  'useQuery of openapi-react-query': `
    export function Findings() {
      const { data, error } = createQueryClient(client).useQuery('post', '/ListImageScanFindings', { body: {} });
      return error ? error.name satisfies string : data?.findings?.length;
    }`,
  'a timestamp that is absent or not': `
    const { findings = [] } = await client.listImageScanFindings();
    const date: Date | undefined = toDate(findings[0]?.updatedAt);
    const sure: Date = toDate(1795132800);
    used.push(date, sure);`,
  'an error narrowed by its name': `
    if (!(error instanceof ImageScanFindingsError)) throw error;
    if (error.name === 'CallRateLimitExceededException') { const status: 429 = error.status; used.push(status); }
    else if (error.name === 'RequestValidationError') used.push(error.violations.length, error.status satisfies undefined);
    else used.push(error.requestId?.length, error.retryable satisfies boolean);`,
  'a switch over all error names': `
    if (!(error instanceof ImageScanFindingsError)) throw error;
    switch (error.name) {
      case 'UnknownError': used.push(error.code); break;
      case 'NetworkError': used.push(error.cause); break;
      default: used.push(error.name satisfies string);
    }`,
};

/** What must not compile, with the number of the compiler's error. */
const fails: Record<string, [number: string, code: string]> = {
  'a member that a request does not have': ['TS2353', `client.listImageScanFindings({ pageSize: 1 });`],
  'a member that a finding does not have': [
    'TS2551',
    `for await (const finding of client.paginateListImageScanFindingsItems()) used.push(finding.severty);`,
  ],
  'a page in place of its items': [
    'TS2339',
    `for await (const page of client.paginateListImageScanFindings()) used.push(page.severity);`,
  ],
  'a member of the wrong type': ['TS2322', `client.listImageScanFindings({ maxResults: '25' });`],
  'an unknown filter name': [
    'TS2820',
    `client.listImageScanFindings({ filters: [{ name: 'Severity', values: ['HIGH'] }] });`,
  ],
  'one value in place of a list': [
    'TS2322',
    `client.listImageScanFindings({ filters: [{ name: 'severity', values: 'HIGH' }] });`,
  ],
  'an absent member taken for granted': [
    'TS18048',
    `const { findings } = await client.listImageScanFindings(); used.push(findings.length);`,
  ],
  'an unknown option': ['TS2353', `createImageScanFindingsClient({ baseUrl: 'http://localhost' });`],
  'credentials without a secret': [
    'TS2322',
    `createImageScanFindingsClient({ credentials: { accessKeyId: 'A' } });`,
  ],
  'an unknown call option': ['TS2353', `client.listImageScanFindings({}, { timeout: 1 });`],
  'a body that openapi-fetch does not allow': [
    'TS2322',
    `await client.POST('/ListImageScanFindings', { body: { maxResults: '25' } });`,
  ],
  'a path that the contract does not have': ['TS2345', `await client.POST('/ListImages', { body: {} });`],
  'a method that the path does not have': ['TS2345', `await client.GET('/ListImageScanFindings', {});`],
  'an error that was not narrowed': ['TS18046', `used.push(error.name);`],
  'violations of an error whose name was not compared': [
    'TS18048',
    `if (error instanceof ImageScanFindingsError) used.push(error.violations.length);`,
  ],
  'a status of an error whose name was not compared': [
    'TS18048',
    `if (error instanceof ImageScanFindingsError) used.push(error.status.toFixed());`,
  ],
  'an error name that is none': [
    'TS2367',
    `if (error instanceof ImageScanFindingsError && error.name === 'NoSuchException') used.push(error);`,
  ],
  'a status that an error does not have': [
    'TS2367',
    `if (error instanceof ImageScanFindingsError && error.name === 'ClientException') used.push(error.status === 404);`,
  ],
};

let folder: string;
let messages: Map<string, string[]>;

beforeAll(async () => {
  await mkdir(`${root}.tmp`, { recursive: true });
  // Two folders below the project, where its configuration and its packages are found.
  folder = await mkdtemp(`${root}.tmp/compile-`);
  messages = await compile({ ...compiles, ...mapValues(fails, ([, code]) => code) });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles every snippet as a file of its own. */
async function compile(snippets: Record<string, string>): Promise<Map<string, string[]>> {
  const names = Object.keys(snippets);
  await writeFile(`${folder}/tsconfig.json`, '{ "extends": "../../tsconfig.json", "include": ["*.ts"] }');
  await Promise.all(
    Object.values(snippets).map((code, index) => writeFile(`${folder}/${index}.ts`, preamble + code)),
  );
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [`${root}node_modules/ts7/bin/tsc`, '--project', folder, '--pretty', 'false'],
      { cwd: folder },
      (_, stdout, stderr) => resolve(stdout + stderr),
    );
  });
  const found = new Map(names.map((name): [string, string[]] => [name, []]));
  for (const [, file, message] of output.matchAll(/^(\S+)\.ts\(\d+,\d+\): error (TS\d+: .*)$/gm)) {
    found.get(names[Number(file)] ?? '')!.push(message!);
  }
  return found;
}

function mapValues<From, To>(record: Record<string, From>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

describe('compiles', () => {
  test.for(Object.keys(compiles))('%s', (name) => {
    expect(messages.get(name)).toEqual([]);
  });
});

describe('does not compile', () => {
  test.for(Object.entries(fails))('%s', ([name, [number]]) => {
    expect(messages.get(name)).toEqual([expect.stringMatching(`^${number}: `)]);
  });
});
