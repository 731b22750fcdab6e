import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Document, readDocument } from '../../scripts/contract/document.ts';
import { drift as command } from '../../scripts/drift/command.ts';
import { readRevised } from '../../scripts/drift/read-contract.ts';
import { type DriftReport, formats } from '../../scripts/drift/report.ts';
import { runInProcess } from '../support/command.ts';
import { type BotocoreModel, toBotocore, toPaginators, toWheel } from './aws-models.ts';

/** Files of the index: path to content; the listing is made from them. */
const served = new Map<string, Uint8Array>();
let server: Server;
let index: string;
let folder: string;
let contract: Document;
let seenAuthorization: string | undefined;

beforeAll(async () => {
  contract = (await readRevised('openapi')).document;
  folder = await mkdtemp(join(tmpdir(), 'drift-'));
  server = createServer((request, response) => {
    seenAuthorization = request.headers.authorization;
    const wheel = served.get(request.url!);
    if (wheel) return response.end(wheel);
    if (request.url !== '/simple/botocore/') return response.writeHead(404).end();
    return response.setHeader('content-type', request.headers.accept!).end(JSON.stringify(listing()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  index = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  served.clear();
  release('1.9.9', ({ operations }) => {
    for (const operation of Object.keys(operations)) delete operations[operation];
  });
});

function listing(): object {
  const files = [...served].map(([path, wheel]) => ({
    filename: path.split('/').at(-1),
    url: `..${path.replace('/simple', '')}`,
    hashes: { sha256: createHash('sha256').update(wheel).digest('hex') },
    'upload-time': '2027-01-15T20:00:00Z',
  }));
  return { name: 'botocore', files };
}

/** Publishes a botocore whose model is that of the contract with its revisions, changed. */
function release(version: string, change: (model: BotocoreModel) => void = () => {}): void {
  const model = toBotocore(contract);
  change(model);
  served.set(`/simple/botocore-${version}-py3-none-any.whl`, toWheel(model, toPaginators(contract)));
}

async function drift(...args: string[]) {
  const { exitCode: code, ...written } = await runInProcess('npm run drift --', command, args);
  return { code, ...written };
}

function widenPages({ shapes }: BotocoreModel): void {
  shapes['RestrictedInteger']!['max'] = 500;
}

test('a contract that agrees with the newest wheel of the index ends with 0 and names the version', async () => {
  release('1.44.9');
  release('1.44.10');
  const { code, stdout } = await drift('--index', index);
  expect(stdout).toContain('agrees with botocore 1.44.10 (2027-01-15).');
  expect(code).toBe(0);
});

test('a difference ends with 1 and says what, where, for whom and by which document', async () => {
  release('1.45.0', widenPages);
  const { code, stdout } = await drift('--index', index);
  expect(stdout).toContain('RestrictedInteger: maximum 100 → 500 (wider)');
  expect(stdout).toContain('openapi/components/schemas/RestrictedInteger.yaml');
  expect(stdout).toContain('/shapes/RestrictedInteger');
  expect(stdout).toContain('a mock with an old copy: valid requests are rejected');
  expect(stdout).toContain('{"maxResults":101} as request of');
  expect(code).toBe(1);
});

test('npm run drift reads the index from the variable that pip reads', async () => {
  release('1.44.9');
  const env = { ...process.env, PIP_INDEX_URL: index };
  const stdout = await new Promise((resolve) => {
    execFile(process.execPath, ['scripts/drift.ts'], { env }, (_, output) => resolve(output));
  });
  expect(stdout).toContain('agrees with botocore 1.44.9');
});

test('credentials of the index go into a header, and into no message', async () => {
  served.clear();
  const { code, stderr } = await drift('--index', index.replace('//', '//reader:pass%20word@'));
  expect(seenAuthorization).toBe(`Basic ${Buffer.from('reader:pass word').toString('base64')}`);
  expect(stderr).toBe(`npm run drift --: ${index}/botocore/ lists no wheel of botocore\n`);
  expect(code).toBe(2);
});

test('new texts of AWS are listed separately and are not differences', async () => {
  release('1.44.1');
  release('1.44.9', ({ shapes }) =>
    Object.assign(shapes['CvssScore']!, { documentation: '<p>A <b>new</b> text.</p>' }),
  );
  const { code, stdout } = await drift('--index', index);
  expect(stdout).toMatch(/agrees with botocore 1\.44\.9/);
  expect(stdout).toContain('AWS documentation that changed since botocore 1.44.1:\n  CvssScore: A new text.');
  expect(code).toBe(0);
});

describe('the report has four formats', () => {
  let report: DriftReport;

  beforeAll(async () => {
    release('1.45.0', widenPages);
    const { stdout } = await drift('--index', index, '--format', 'json');
    report = JSON.parse(stdout);
  });

  test('json', () => {
    expect(report).toMatchObject({
      model: 'botocore 1.45.0 (2027-01-15)',
      differences: [
        {
          subject: 'RestrictedInteger',
          fact: 'maximum',
          old: 100,
          new: 500,
          direction: 'wider',
          positions: ['request'],
        },
      ],
    });
  });

  test('github: an annotation at the file of the contract', () => {
    expect(formats.github(report)).toMatch(
      /^::warning file=openapi\/components\/schemas\/RestrictedInteger\.yaml,title=RestrictedInteger::maximum 100 → 500 \(wider\)\. Breaks validation with an old copy/,
    );
  });

  test('markdown', () => {
    expect(formats.markdown(report)).toContain(
      '\n## `RestrictedInteger`: maximum\n\n- maximum `100` → `500`, wider\n',
    );
  });

  test('another one is a wrong argument', async () => {
    const { code, stderr } = await drift('--format', 'xml');
    expect(stderr).toBe(
      'npm run drift --: --format must be one of text, markdown, github, json, is "xml"; see --help\n',
    );
    expect(code).toBe(2);
  });
});

test('a filter that AWS documents anew is a difference', async () => {
  release('1.45.0', (model) => {
    const text = JSON.stringify(model).replace(
      '<ul> <li>',
      '<ul> <li> <p> <code>image</code> - new.</p> </li> <li>',
    );
    Object.assign(model, JSON.parse(text));
  });
  const { stdout } = await drift('--index', index, '--format', 'json');
  const { differences } = JSON.parse(stdout) as DriftReport;
  expect(differences).toMatchObject([
    { fact: 'enum', direction: 'wider', new: expect.arrayContaining(['image']) },
  ]);
});

describe('what cannot be compared ends with 2 and says why', () => {
  test('no network', async () => {
    const { code, stdout, stderr } = await drift('--index', 'http://127.0.0.1:1/simple');
    expect(stderr).toBe(
      'npm run drift --: cannot reach http://127.0.0.1:1/simple/botocore/ (bad port); without network, compare a file with --model FILE\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test('an index without botocore', async () => {
    const { code, stderr } = await drift('--index', `${index}/none`);
    expect(stderr).toContain(`${index}/none/botocore/ responded with status 404`);
    expect(code).toBe(2);
  });

  test('a wheel that is not the one in the listing', async () => {
    release('1.44.9');
    const [path] = [...served.keys()].filter((key) => key.includes('1.44.9'));
    const wheel = served.get(path!)!;
    const swap = () => served.set(path!, wheel.slice(0, -1));
    server.once('request', () => setImmediate(swap));
    const { code, stderr } = await drift('--index', index);
    expect(stderr).toMatch(/the wheel of botocore 1\.44\.9 has SHA-256 \w+, the index says \w+/);
    expect(code).toBe(2);
  });

  test('a file that is not a model', async () => {
    const { code, stderr } = await drift('--model', 'package.json');
    expect(stderr).toContain(
      'package.json is neither a botocore model, a Smithy JSON model nor an OpenAPI document',
    );
    expect(code).toBe(2);
  });
});

test('a model file says what it leaves out', async () => {
  const file = join(folder, 'service-2.json');
  await writeFile(file, JSON.stringify(toBotocore(contract)));
  const { code, stdout } = await drift('--model', file);
  expect(stdout).toMatch(
    /Not compared, because the model does not say: paginators, hosts, documentation\.\n$/,
  );
  expect(code).toBe(0);
});

test('the bundle of the contract itself is a model', async () => {
  const document = await readDocument('generated/openapi.json');
  const file = join(folder, 'bundle.json');
  await writeFile(file, JSON.stringify(document));
  const base = join(folder, 'base');
  await cp('openapi', base, { recursive: true });
  await rm(join(base, 'revisions'), { recursive: true });
  const { code, stdout } = await drift('--model', file, '--contract', base);
  expect(stdout).toContain('agrees with bundle.json');
  expect(code).toBe(0);
});

describe('--write drafts an overlay', () => {
  let copy: string;
  const file = () => join(copy, 'revisions/2027-01-15.yaml');

  beforeEach(async () => {
    copy = await mkdtemp(join(folder, 'contract-'));
    await cp('openapi', copy, { recursive: true });
  });

  test('that the next run applies', async () => {
    release('1.45.0', widenPages);
    await drift('--contract', copy, '--index', index, '--write');
    const { code, stdout } = await drift('--contract', copy, '--index', index);
    expect(stdout).toContain('2027-01-15 agrees with botocore 1.45.0');
    expect(code).toBe(0);
  });

  test('that names its source, and leaves in a comment what no overlay can say', async () => {
    release('1.45.0', (model) => {
      widenPages(model);
      model.shapes['ForbiddenException']!['error'] = { httpStatusCode: 401 };
    });
    const { stderr } = await drift('--contract', copy, '--index', index, '--write');
    const text = await readFile(file(), 'utf8');
    expect(text).toContain('# - ForbiddenException: status 403 → 401\n');
    expect(text).toContain('  x-source:\n    package: botocore\n    version: 1.45.0\n    date: 2027-01-15\n');
    expect(stderr).toContain('differences left: 1, 1 of them to change by hand');
  });

  test('but never over a file that is there', async () => {
    release('1.45.0', widenPages);
    await writeFile(file(), 'overlay: 1.1.0\ninfo: { title: mine, version: "1" }\nactions: []\n');
    const { code, stderr } = await drift('--contract', copy, '--index', index, '--write');
    expect(stderr).toContain('2027-01-15.yaml already exists');
    expect(code).toBe(2);
  });
});
