/** Runs the unmodified AWS SDKs of other languages against the mock. */
import { describe, expect, test } from 'vitest';
import { at, readDocument } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { credentialVariables, sampleFindings, startMock, startMockWithClock } from './mock.ts';
import { build, type Ending, findToolchain, readPin, runShell } from './toolchains.ts';

/** A program in `sdks/` that lists findings with an SDK. */
interface Sdk {
  title: string;
  pin: [file: string, name: string];
  /** Updates the pin to the newest release. */
  update: string;
  build: string;
  run: string;
  /** It corrects its clock when the service refuses a signature as too old or too new. */
  correctsClock: boolean;
}

const sdks: Record<string, Sdk> = {
  'go-aws-sdk': {
    title: 'AWS SDK for Go v2',
    pin: ['go.mod', 'github.com/aws/aws-sdk-go-v2/service/imagebuilder'],
    update: 'go get github.com/aws/aws-sdk-go-v2/service/imagebuilder@latest && go mod tidy',
    build: 'go build -o list-findings .',
    run: './list-findings',
    correctsClock: true,
  },
  'java-aws-sdk': {
    title: 'AWS SDK for Java 2.x',
    pin: ['pom.xml', '<artifactId>imagebuilder</artifactId>'],
    update:
      'mvn --batch-mode --quiet versions:use-latest-releases -Dincludes=software.amazon.awssdk -DgenerateBackupPoms=false',
    build: 'mvn --batch-mode --quiet package',
    run: "java -cp 'target/classes:target/lib/*' example.ListFindings",
    correctsClock: true,
  },
  'python-boto3': {
    title: 'boto3',
    pin: ['requirements.txt', 'boto3'],
    update:
      'python3 -m venv .venv && .venv/bin/pip install --quiet --upgrade boto3 && .venv/bin/pip freeze | grep ^boto3= > requirements.txt',
    build: 'python3 -m venv .venv && .venv/bin/pip install --quiet --requirement requirements.txt',
    run: '.venv/bin/python list_findings.py',
    correctsClock: false,
  },
  'rust-aws-sdk': {
    title: 'AWS SDK for Rust',
    pin: ['Cargo.lock', 'name = "aws-sdk-imagebuilder"'],
    update: 'cargo update --quiet',
    build: 'cargo build --quiet',
    run: 'cargo run --quiet --',
    correctsClock: true,
  },
};

const operations = listOperations(await readDocument('generated/openapi.json'));
const { errors, filters } = operations.find((operation) => operation.filters)!;
const modelled = errors.filter(({ common }) => !common);
const badSignature = errors.find(({ cause }) => cause === 'signature')!;
const retryable = errors.filter((error) => error.retryable);

/** The sizes of the pages that a number of findings fills. */
function pageSizes(findings: number, size: number): number[] {
  const full = Array<number>(Math.floor(findings / size)).fill(size);
  return findings % size === 0 ? full : [...full, findings % size];
}

describe.for(Object.entries(sdks))('%s', ([name, sdk]) => {
  const folder = `test/languages/sdks/${name}`;

  function list(endpoint: string, args: (string | number)[], variables = {}): Promise<Ending> {
    const quoted = args.map((argument) => `'${argument}'`).join(' ');
    return runShell(`${sdk.run} ${quoted}`, folder, {
      ...credentialVariables,
      AWS_ENDPOINT_URL_IMAGEBUILDER: endpoint,
      ...variables,
    });
  }

  async function listPages(endpoint: string, ...args: (string | number)[]): Promise<number[]> {
    const { stdout, stderr } = await list(endpoint, args);
    expect(stderr).toBe('');
    return stdout.trim().split('\n').map(Number);
  }

  test('builds', { timeout: 1_800_000 }, async ({ task }) => {
    await findToolchain(name.split('-')[0]!);
    if (process.env['NEWEST_SDKS']) await build(sdk.update, folder);
    await build(sdk.build, folder);
    task.meta.columns = { SDK: sdk.title, Version: await readPin(folder, sdk.pin) };
  });

  test.for([1, 7, 25])('gets pages of %i findings and ends', async (size) => {
    const mock = await startMock();
    expect(await listPages(mock.url, size)).toEqual(pageSizes(sampleFindings.length, size));
  });

  test('gets every page of the default size and ends', async () => {
    const mock = await startMock();
    expect(await listPages(mock.url, 0)).toEqual([25, 25, 10]);
  });

  test.for(Object.entries(filters!))('gets only the findings of the filter %s', async ([filter, pointer]) => {
    const mock = await startMock();
    const values = sampleFindings.map((finding) => at(finding, pointer));
    const value = values.find((candidate) => candidate !== undefined) as string;
    const matches = values.filter((candidate) => candidate === value);
    expect(await listPages(mock.url, 0, filter, value)).toEqual(pageSizes(matches.length, 25));
  });

  test.for(modelled)('reports $name as its own type', async ({ name: error }) => {
    const mock = await startMock({ faults: [{ error: error, times: 9 }] });
    expect(await list(mock.url, [0])).toMatchObject({ code: 1, stderr: `${error}\n` });
  });

  test('recovers from two faults', async ({ task }) => {
    const fatal: string[] = [];
    for (const { name: error } of retryable) {
      const mock = await startMock({ faults: [{ error: error, times: 2 }] });
      const { code } = await list(mock.url, [0]);
      if (code !== 0) fatal.push(error);
    }
    const expected = modelled.filter(({ fault }) => fault === 'server').map((error) => error.name);
    expect(fatal.filter((error) => expected.includes(error))).toEqual([]);
    const column = fatal.length === 0 ? 'all retryable errors' : `all but ${fatal.join(', ')}`;
    task.meta.columns = { 'Recovers from two faults': column };
  });

  test('is refused with another secret key', async () => {
    const mock = await startMock();
    const { stderr } = await list(mock.url, [0], { AWS_SECRET_ACCESS_KEY: 'another' });
    expect(stderr).toContain(badSignature.name);
  });

  test.skipIf(!sdk.correctsClock)('corrects a clock that is ten minutes off', async ({ task }) => {
    await findToolchain('faketime');
    for (const shift of ['+10m', '-10m']) {
      const endpoint = await startMockWithClock(shift);
      expect(await listPages(endpoint, 0)).toEqual([25, 25, 10]);
    }
    task.meta.columns = { 'Clock ten minutes off': 'corrected' };
  });

  test.skipIf(sdk.correctsClock)('reports a clock that is ten minutes off', async ({ task }) => {
    await findToolchain('faketime');
    for (const shift of ['+10m', '-10m']) {
      const { stderr } = await list(await startMockWithClock(shift), [0]);
      expect(stderr).toContain(badSignature.name);
    }
    task.meta.columns = { 'Clock ten minutes off': badSignature.name };
  });

  test('gets a page of 100 findings with the latest revision', async () => {
    const mock = await startMock({ revision: 'latest' });
    expect(await listPages(mock.url, 100)).toEqual([sampleFindings.length]);
  });
});
