/** Runs the commands in the README of every client in examples/clients against the mock. */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readDocument } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { credentialVariables, sampleFindings, startMock } from './mock.ts';
import { build, findToolchain, readPin, runShell } from './toolchains.ts';

const clients = readdirSync('examples/clients', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The file that pins a client's generator, and the generator's name in it. */
const pins: Record<string, [file: string, name: string]> = {
  'go-oapi-codegen': ['go.mod', 'github.com/oapi-codegen/oapi-codegen/v2 '],
  'go-ogen': ['go.mod', 'github.com/ogen-go/ogen '],
  'java-openapi-generator': ['pom.xml', '<artifactId>openapi-generator-maven-plugin</artifactId>'],
  'python-datamodel-code-generator': ['requirements.txt', 'datamodel-code-generator'],
  'python-openapi-python-client': ['requirements.txt', 'openapi-python-client'],
  'rust-progenitor': ['Cargo.toml', 'progenitor = '],
  'typescript-hey-api': ['../../../package.json', '@hey-api/openapi-ts'],
  'typescript-kubb': ['package.json', '@kubb/plugin-client'],
  'typescript-orval': ['../../../package.json', 'orval'],
};

declare module 'vitest' {
  interface TaskMeta {
    /** What the test found out for the tables in docs/languages.md: heading to cell. */
    columns?: Record<string, string>;
  }
}

const operations = listOperations(await readDocument('generated/openapi.json'));
const { errors } = operations.find((operation) => operation.filters)!;

describe.for(clients)('%s', async (client) => {
  const folder = `examples/clients/${client}`;
  const [generate, list] = await readCodeBlocks(`${folder}/README.md`);

  function run(endpoint: string) {
    return runShell(list!.code, folder, { ...credentialVariables, AWS_ENDPOINT_URL_IMAGEBUILDER: endpoint });
  }

  test('generates and builds', { timeout: 1_800_000 }, async ({ task }) => {
    await findToolchain(client.split('-')[0]!);
    await build(generate!.code, folder);
    task.meta.columns = await describeClient(folder, pins[client]!);
  });

  test('lists every finding of every page, also one with unknown values and one that is empty', async ({
    task,
  }) => {
    const mock = await startMock();
    const expected = sampleFindings.map(({ severity = '-', title = '-' }) => `${severity} ${title}\n`);
    const total = `${sampleFindings.length} findings in 3 pages`;
    expect(await run(mock.url)).toEqual({ code: 0, stdout: `${expected.join('')}${total}\n`, stderr: '' });
    task.meta.columns = { Result: total };
  });

  test('names each error of the contract', async ({ task }) => {
    const mock = await startMock({ faults: errors.map(({ name }) => ({ error: name, times: 1 })) });
    const messages: string[] = [];
    for (const _ of errors) messages.push((await run(mock.url)).stderr);
    expect(messages).toEqual(errors.map(({ name, message }) => `${name}: ${message}\n`));
    task.meta.columns = { Result: `${errors.length} errors by name` };
  });

  test('reads an empty referenceUrls, or refuses the whole page', async ({ task }) => {
    expect(await run(await servePage({ referenceUrls: ['https://example.com'] }))).toMatchObject({ code: 0 });
    const { code } = await run(await servePage({ referenceUrls: [] }));
    task.meta.columns = { 'Empty `referenceUrls`': code === 0 ? 'accepted' : 'page refused' };
  });
});

/** What the table says of a client, from its own files. */
async function describeClient(folder: string, pin: [string, string]): Promise<Record<string, string>> {
  const readme = await readFile(`${folder}/README.md`, 'utf8');
  const { stdout } = await runShell('git grep --untracked -oh "generated/openapi.*"', folder);
  return {
    Client: `[${/^# (.+)$/m.exec(readme)![1]}](../${folder})`,
    Version: await readPin(folder, pin),
    Input: `\`${/(openapi[\w.-]+\w)/.exec(stdout)![1]}\``,
    Notes: [...readme.matchAll(/^- (.+)$/gm)].map(([, note]) => note).join(' '),
  };
}

/** Serves a page with one finding, which may break the contract; the mock would refuse to serve that. */
async function servePage(details: object): Promise<string> {
  const finding = { packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2026-90210', ...details } };
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' });
    response.end(JSON.stringify({ findings: [finding] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
