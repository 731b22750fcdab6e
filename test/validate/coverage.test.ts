import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JsonObject } from '../../scripts/contract/document.ts';
import { mapSchemas, withFormatBounds } from '../../scripts/contract/schema.ts';
import { Coverage } from '../../scripts/validate/coverage.ts';
import { shapeVectors, type Vector } from '../../scripts/vectors/vectors.ts';
import { everyKeyword, withAddedOperations } from '../conformance/other-contracts.ts';
import {
  contract,
  findings,
  fullFinding,
  ndjson,
  operation,
  project,
  recording,
  report,
  run,
} from './support.ts';

/** The labels of a part that were seen, and those that were not. */
async function coverageOf(input: unknown, ...args: string[]) {
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const { coverage } = await report(['--coverage', ...args], text);
  const find = (of: string, kind: string) => {
    const points = coverage!.parts.find((part) => part.of === of && part.kind === kind)!.points;
    const labels = Object.keys(points);
    return { seen: labels.filter((label) => points[label]! > 0), points };
  };
  return { coverage: coverage!, find };
}

async function vectorsOf(shape: string): Promise<Vector[]> {
  const file = join(project, 'generated/conformance', `${shape}.json`);
  return JSON.parse(await readFile(file, 'utf8')).vectors;
}

function missing(coverage: Coverage): string[] {
  return coverage.parts
    .filter(({ kind }) => ['properties', 'values', 'bounds'].includes(kind))
    .flatMap(({ of, points }) =>
      [...points].filter(([, { count }]) => count === 0).map(([label]) => `${of}.${label}`),
    );
}

test('the valid vectors of all schemas show every property, every known value and every bound', async () => {
  const coverage = new Coverage(contract.document, contract.operations);
  for (const name of Object.keys(contract.document.components.schemas)) {
    for (const { document, valid } of await vectorsOf(name)) if (valid) coverage.value(document, name);
  }
  expect(missing(coverage)).toEqual([]);
});

test.for([
  ['added operations', withAddedOperations],
  ['every keyword', everyKeyword],
] as const)('the vectors of a contract with %s show all of it as well', async ([, change]) => {
  const document = mapSchemas(await change(contract.document), withFormatBounds);
  const coverage = new Coverage(document, contract.operations);
  for (const name of Object.keys(document.components.schemas))
    for (const vector of shapeVectors(document, name, false)) coverage.value(vector.document, name);
  expect(missing(coverage)).toEqual([]);
});

test('the vectors of a request show all bounds of the request', async () => {
  const vectors = (await vectorsOf(operation.request!)).filter(({ valid }) => valid);
  const { find } = await coverageOf(
    ndjson(vectors.map(({ document }) => document)),
    '--as',
    operation.request!,
  );
  expect(find(operation.request!, 'bounds').points).toEqual({
    'filters: 1 item': expect.any(Number),
    'maxResults: 1': expect.any(Number),
    'maxResults: 25': expect.any(Number),
    'nextToken: 1 character': expect.any(Number),
    'nextToken: 65535 characters': expect.any(Number),
  });
  expect(find(operation.request!, 'bounds').seen).toHaveLength(5);
});

test('an empty page shows its list and nothing else of the schemas', async () => {
  const { coverage, find } = await coverageOf({ findings: [] });
  expect(coverage.seen).toBe(2);
  expect(find(operation.response!, 'properties').seen).toEqual(['findings']);
  expect(find(operation.id, 'pages').seen).toEqual(['empty without nextToken']);
});

test('a point counts the values that showed it', async () => {
  const { find } = await coverageOf([
    { severity: 'LOW' },
    { severity: 'LOW' },
    { severity: 'Low', title: 'x' },
  ]);
  expect(find('ImageScanFinding', 'values').points).toMatchObject({
    'severity: LOW': 2,
    'severity: HIGH': 0,
  });
  expect(find('ImageScanFinding', 'properties').points).toMatchObject({ severity: 3, title: 1, type: 0 });
});

test.for<[string, JsonObject, string[]]>([
  ['at its minimum', { maxResults: 1 }, ['maxResults: 1']],
  ['at its maximum', { maxResults: 25 }, ['maxResults: 25']],
  ['between its bounds', { maxResults: 24 }, []],
  ['outside its bounds', { maxResults: 26 }, []],
  ['of another type', { maxResults: '25' }, []],
])('a number %s shows the bounds %s', async ([, request, bounds]) => {
  expect((await coverageOf(request)).find(operation.request!, 'bounds').seen).toEqual(bounds);
});

test('next to an exclusive bound, integers have an outermost value and fractions have none', () => {
  const coverage = new Coverage(everyKeyword(contract.document), []);
  coverage.value(4, 'Step');
  coverage.value(0.5, 'Ratio');
  coverage.value({ one: 'ab', two: 'abcd', three: 'abc' }, 'Tags');
  expect(coverage.parts.map(({ of, points }) => [of, Object.fromEntries(points)])).toEqual([
    ['Step', { 'Step: 1': { count: 0 }, 'Step: 4': { count: 1 } }],
    [
      'Tags',
      {
        'Tags: 1 property': { count: 0 },
        'Tags: 3 properties': { count: 1 },
        '*: 2 characters': { count: 1 },
        '*: 4 characters': { count: 1 },
      },
    ],
  ]);
});

test('a length counts code points', async () => {
  const { find } = await coverageOf([{ title: '🛡', description: '🛡'.repeat(1024) }, { type: 'ab' }]);
  expect(find('ImageScanFinding', 'bounds').seen).toEqual([
    'description: 1024 characters',
    'title: 1 character',
  ]);
});

test('a property of a wrong type is not seen', async () => {
  const { find } = await coverageOf({ severity: null, title: 'x', type: 7, remediation: [] });
  expect(find('ImageScanFinding', 'properties').seen).toEqual(['title']);
});

test.for([
  ['requests', {}, ['without nextToken', 'without filters']],
  ['requests', { nextToken: 'a', filters: [] }, ['with nextToken', 'with filters']],
  ['pages', { findings: [], nextToken: 'a' }, ['empty with nextToken']],
  ['pages', { findings: [{ title: 'x' }] }, ['short without nextToken']],
  ['pages', { findings: Array(25).fill({ title: 'x' }), nextToken: 'a' }, ['full with nextToken']],
] as const)('%s: %j is %j', async ([kind, message, shapes]) => {
  const schema = kind === 'requests' ? operation.request! : operation.response!;
  const { find } = await coverageOf(message, '--as', schema);
  expect(find(operation.id, kind).seen).toEqual(shapes);
});

test('a recorded page is full when it has as many items as its request asked for', async () => {
  const page = { findings: findings.slice(0, 2) };
  const har = recording({ request: { maxResults: 2 }, response: page }, { request: {}, response: page });
  const { find } = await coverageOf(har);
  expect(find(operation.id, 'pages').points).toMatchObject({
    'full without nextToken': 1,
    'short without nextToken': 1,
  });
});

test('a recorded error is seen by the name in its header, also without a body', async () => {
  const [first, second] = operation.errors;
  const har = recording(
    { request: {}, status: first!.status, response: { message: 'x' }, error: first!.name },
    { request: {}, status: second!.status, response: {}, error: `aws#${second!.name}:http://x` },
  );
  Object.assign(har.log.entries[1]!.response, { content: {} });
  const { find } = await coverageOf(har);
  expect(find(operation.id, 'errors').seen).toEqual([first!.name, second!.name]);
  expect(find(operation.id, 'pages').seen).toEqual([]);
});

test('merged pages show their findings and no page', async () => {
  const { find } = await coverageOf({ findings: Array(60).fill(fullFinding) });
  expect(find('ImageScanFinding', 'properties').points['severity']).toBe(60);
  expect(find(operation.id, 'pages').seen).toEqual([]);
});

test('several files add up', async () => {
  const { find } = await coverageOf(ndjson([{ severity: 'LOW' }, { severity: 'HIGH' }]));
  expect(find('ImageScanFinding', 'values').seen).toEqual(['severity: LOW', 'severity: HIGH']);
});

test('without --coverage a report has none', async () => {
  expect(await report([], '{"findings": []}')).not.toHaveProperty('coverage');
});

test('the table has a row for each part, with its share and what is missing', async () => {
  const { stdout, exitCode } = await run(['--coverage'], { stdin: '{"maxResults": 25}' });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\nCoverage +4 of \d+ +\d % {2}not seen\n/);
  expect(stdout).toContain(`
ListImageScanFindingsRequest
  properties     1 of 3     33 %  filters, nextToken
  bounds         1 of 5     20 %  filters: 1 item; maxResults: 1; nextToken: 1 character, 65535 characters
`);
  expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
});

test.for(['github', 'sarif', 'junit'])('--coverage is refused for the format %s', async (format) => {
  const { exitCode, stderr } = await run(['--coverage', '--format', format], { stdin: '{}' });
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining(`--coverage needs --format pretty or json, not ${format}`),
  ]);
});
