import { expect, test } from 'vitest';
import { fullItem, items, names, requests, shapes } from './examples.ts';
import { run, writeInput } from './run.ts';

/** The lines that the command prints about one value. */
async function faultsOf(value: unknown, ...args: string[]): Promise<string[]> {
  const { stdout } = await run(args, { stdin: JSON.stringify(value) });
  return stdout.trimEnd().split('\n');
}

function page(change: object) {
  return { [names.items]: [...items.slice(0, 3), { ...fullItem, ...change }] };
}

test('a fault names the member, what it must be and what it is', async () => {
  expect((await faultsOf(page({ severity: null })))[0]).toContain(
    'findings[3].severity must be a string, is null',
  );
});

test('a fault says where the contract states the rule', async () => {
  expect((await faultsOf(page({ severity: null })))[0]).toContain(
    '[#/components/schemas/NonEmptyString/type]',
  );
});

test('a fault names the file, the line and the column of the value', async () => {
  const content = JSON.stringify(page({ severity: null }), null, 2);
  const file = await writeInput('page.json', content);
  const lines = content.split('\n');
  const line = lines.findIndex((text) => text.includes('"severity": null'));
  const column = lines[line]!.indexOf('null');
  const { stdout } = await run([file]);
  expect(stdout).toContain(`${file}:${line + 1}:${column + 1} `);
});

test('faults are told in the order of their places', async () => {
  const value = page({ updatedAt: null, severity: null, awsAccountId: null });
  const places = (await faultsOf(value)).map((line) => Number(/^\S.*?:1:(\d+) error/.exec(line)?.[1]));
  expect(places).toHaveLength(3);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test.for([
  [{ description: 'x'.repeat(1025) }, 'description must have 1 to 1024 characters, has 1025'],
  [{ description: '' }, 'description must have 1 to 1024 characters, has 0'],
  [{ description: 'x'.repeat(100_000) }, 'has 100000'],
  [{ inspectorScore: -1 }, 'inspectorScore must be at least 0, is -1'],
  [{ type: ['A'] }, 'type must be a string, is an array of 1 item'],
  [
    { remediation: 'x'.repeat(100) },
    `remediation must be an object, is "${'x'.repeat(60)}…" (100 characters)`,
  ],
  [{ packageVulnerabilityDetails: {} }, 'packageVulnerabilityDetails.vulnerabilityId is required'],
  [{ imagePipelineArn: 'arn:x' }, 'imagePipelineArn must match `^arn:'],
] as const)('%j is worded as: %s', async ([change, words]) => {
  const [line] = await faultsOf({ ...fullItem, ...change });
  expect(line).toContain(words);
});

test('a count is worded with what there is instead', async () => {
  const many = { [names.items]: Array.from({ length: 26 }, () => items[0]) };
  expect(await faultsOf(many)).toEqual([
    expect.stringContaining('findings must have at most 25 items, has 26'),
  ]);
});

test('a value outside an enumeration gets the nearest one as a suggestion', async () => {
  const request = structuredClone(requests['FilterBySeverity']!);
  (request['filters'] as { name: string }[])[0]!.name = 'sevrity';
  expect((await faultsOf(request))[0]).toMatch(
    /filters\[0\]\.name must be one of .* is "sevrity"; did you mean severity\?/,
  );
});

test('a mistyped member of a request is a fault with a suggestion', async () => {
  const [line] = await faultsOf({ maxResult: 5 });
  expect(line).toContain(
    'maxResult is not allowed: ListImageScanFindingsRequest has no such property; did you mean maxResults?',
  );
  expect(line).toContain('did you mean maxResults?');
});

test('an unknown member of a response is a fault only with --strict', async () => {
  const { severity, ...rest } = fullItem;
  const value = { ...rest, severty: severity };
  expect(await faultsOf(value)).toEqual(['']);
  const [line] = await faultsOf(value, '--strict');
  expect(line).toContain('severty is not allowed: ImageScanFinding has no such property');
  expect(line).toContain('did you mean severity?');
});

test('--strict finds nothing in the examples of the contract', async () => {
  expect(await faultsOf(items, '--strict')).toEqual(['']);
});

test('a missing member is pointed at the mistyped one that stands in its place', async () => {
  const details = {
    ...(fullItem['packageVulnerabilityDetails'] as object),
    vulnerabilityid: 'CVE-2024-6387',
    vulnerabilityId: undefined,
  };
  const [line] = await faultsOf({ ...fullItem, packageVulnerabilityDetails: details });
  expect(line).toContain('is vulnerabilityid a typo for it?');
});

test('a date in place of epoch seconds is turned into them', async () => {
  const [line] = await faultsOf({ ...fullItem, updatedAt: '2026-11-18T00:00:00Z' });
  expect(line).toContain('as epoch seconds it is 1794960000');
});

test('on a terminal a fault shows the lines around it with a mark under the value', async () => {
  const file = await writeInput('framed.json', page({ severity: null }));
  const { stdout } = await run([file], { terminal: true, env: { NO_COLOR: '1' } });
  const [, before, line, mark] = stdout.split('\n');
  expect(line).toMatch(/^ +\d+ │ +"severity": null/);
  expect(mark!.indexOf('^^^^')).toBe(line!.indexOf('null'));
  expect(mark!.lastIndexOf('^') - mark!.indexOf('^')).toBe(3);
  expect(before).toMatch(/^ +\d+ │ /);
});

test('NO_COLOR takes the colours away, a pipe has none, FORCE_COLOR brings them', async () => {
  const file = await writeInput('colours.json', page({ severity: null }));
  const colours = async (setting: object) => (await run([file], setting)).stdout.includes('\u001b[');
  expect(await colours({ terminal: true })).toBe(true);
  expect(await colours({ terminal: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await colours({})).toBe(false);
  expect(await colours({ env: { FORCE_COLOR: '1' } })).toBe(true);
  expect(await colours({ terminal: true, env: { FORCE_COLOR: '0' } })).toBe(false);
});

test('each stream has the colours that are for it', async () => {
  const file = await writeInput('colours.json', page({ severity: null }));
  const { stdout, stderr } = await run([file], { terminal: true, errorsToFile: true });
  expect(stdout).toContain('\u001b[');
  expect(stderr).not.toContain('\u001b[');
});

test('control characters of a document do not reach the terminal', async () => {
  const file = await writeInput('hostile.json', `{"findings":[{"severity":3,"\u009b31m":"\u202e"}]}`);
  const { stdout } = await run(['--strict', file], { terminal: true, env: { NO_COLOR: '1' } });
  expect(stdout).not.toMatch(/[\u0080-\u009f\u202e]/);
  expect(stdout).toContain('severity must be a string, is 3');
});

test('the most faults to tell can be set, and the rest is counted', async () => {
  const file = await writeInput(
    'many.json',
    Array.from({ length: 7 }, () => ({ ...fullItem, severity: null })),
  );
  const { stdout, stderr } = await run(['--max-faults', '2', file]);
  expect(stdout.match(/severity must be a string/g)).toHaveLength(2);
  expect(stdout).toContain('and 5 faults more');
  expect(stderr).toContain('7 faults');
});

test("every keyword of the contract is worded in the project's own words", async () => {
  const { wordError } = await import('../../scripts/validate/wording.ts');
  const unworded: string[] = [];
  for (const [name, validate] of Object.entries(shapes.validators)) {
    for (const value of [null, true, -1.5, 'x'.repeat(70_000), '', [], [1, 1], {}, { x: 1 }, fullItem]) {
      if (validate(value)) continue;
      for (const error of validate.errors!) {
        const { rule } = wordError(shapes.document, name, error, value);
        if (rule === error.message || /undefined/.test(rule)) unworded.push(`${name}: ${rule}`);
      }
    }
  }
  expect(unworded).toEqual([]);
});
