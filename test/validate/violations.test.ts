import { expect, test } from 'vitest';
import { JsonText } from '../../scripts/contract/json-text.ts';
import { describeError } from '../../scripts/contract/validator.ts';
import { describeViolation } from '../../scripts/contract/violation.ts';
import { wordPath } from '../../scripts/contract/words.ts';
import { suites } from '../conformance/artifacts.ts';
import { contract, findings, fullFinding, requests, run, violationsOf, writeInput } from './support.ts';

/** The lines that the command prints about one value. */
async function printed(value: unknown, ...args: string[]): Promise<string[]> {
  const { stdout } = await run(args, { stdin: JSON.stringify(value) });
  return stdout.trimEnd().split('\n');
}

function page(change: object) {
  return { findings: [...findings.slice(0, 3), { ...fullFinding, ...change }] };
}

test('a violation names the property, what it must be and what it is', async () => {
  expect((await printed(page({ severity: null })))[0]).toContain(
    'findings[3].severity must be a string, is null',
  );
});

test('a violation says where the contract declares the rule', async () => {
  expect((await printed(page({ severity: null })))[0]).toContain(
    '[#/components/schemas/NonEmptyString/type]',
  );
});

test('a violation names the file, the line and the column of the value', async () => {
  const content = JSON.stringify(page({ severity: null }), null, 2);
  const file = await writeInput('page.json', content);
  const lines = content.split('\n');
  const line = lines.findIndex((text) => text.includes('"severity": null'));
  const column = lines[line]!.indexOf('null');
  const { stdout } = await run([file]);
  expect(stdout).toContain(`${file}:${line + 1}:${column + 1} `);
});

test('violations are listed in the order of their places', async () => {
  const value = page({ updatedAt: null, severity: null, awsAccountId: null });
  const places = (await printed(value)).map((line) => Number(/^\S.*?:1:(\d+) error/.exec(line)?.[1]));
  expect(places).toHaveLength(3);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test.for([
  [{ description: 'x'.repeat(1025) }, 'description must have at most 1024 characters, has 1025'],
  [{ description: '' }, 'description must have at least 1 character, has 0'],
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
  const [line] = await printed({ ...fullFinding, ...change });
  expect(line).toContain(words);
});

test('a page with too many items is worded with how many it has', async () => {
  const many = { findings: Array.from({ length: 26 }, () => findings[0]), nextToken: 'AAMA' };
  expect(await violationsOf(many)).toEqual([
    'findings must have at most 25 items, has 26; allowed since 2026-11-11: --revision 2026-11-11',
  ]);
});

test('a value outside an enumeration gets the nearest one as a suggestion', async () => {
  const request = structuredClone(requests['FilterBySeverity']!);
  (request['filters'] as { name: string }[])[0]!.name = 'sevrity';
  expect((await printed(request))[0]).toMatch(
    /filters\[0\]\.name must be one of .* is "sevrity"; did you mean severity\?/,
  );
});

test('a misspelt property of a request is a violation with a suggestion', async () => {
  const [line] = await printed({ maxResult: 5 });
  expect(line).toContain(
    'maxResult is not allowed: ListImageScanFindingsRequest has no such property; did you mean maxResults?',
  );
  expect(line).toContain('did you mean maxResults?');
});

test('a property of a response that is nearly a known one is a warning, and a violation with --strict', async () => {
  const { severity, ...rest } = fullFinding;
  const value = { ...rest, severty: severity };
  const { exitCode, stdout, stderr } = await run([], { stdin: JSON.stringify(value) });
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    'warning severty is unknown: ImageScanFinding has no such property; did you mean severity?',
  );
  expect(stderr).toContain('1 file valid, 1 value validated as ImageScanFinding, 1 warning');
  const [line] = await printed(value, '--strict');
  expect(line).toContain(
    'error severty is not allowed: ImageScanFinding has no such property; did you mean severity?',
  );
});

test('any other unknown property of a response is a violation only with --strict', async () => {
  const value = { ...fullFinding, colour: 'blue' };
  expect(await violationsOf(value)).toEqual([]);
  expect(await violationsOf(value, '--strict')).toEqual([
    'colour is not allowed: ImageScanFinding has no such property',
  ]);
});

test('--strict finds nothing in the examples of the contract', async () => {
  expect(await printed(findings, '--strict')).toEqual(['']);
});

test('a missing property leads to the misspelt one in its place', async () => {
  const details = {
    ...(fullFinding['packageVulnerabilityDetails'] as object),
    vulnerabilityid: 'CVE-2024-6387',
    vulnerabilityId: undefined,
  };
  const [line] = await printed({ ...fullFinding, packageVulnerabilityDetails: details });
  expect(line).toContain('is vulnerabilityid a typo for it?');
});

test('on a terminal a violation shows the lines around it with a mark under the value', async () => {
  const file = await writeInput('framed.json', page({ severity: null }));
  const { stdout } = await run([file], { terminal: true, env: { NO_COLOR: '1' } });
  const [, before, line, mark] = stdout.split('\n');
  expect(line).toMatch(/^ +\d+ │ +"severity": null/);
  expect(mark!.indexOf('^^^^')).toBe(line!.indexOf('null'));
  expect(mark!.lastIndexOf('^') - mark!.indexOf('^')).toBe(3);
  expect(before).toMatch(/^ +\d+ │ /);
});

test('NO_COLOR turns colors off, a pipe has none, FORCE_COLOR turns them on', async () => {
  const file = await writeInput('colours.json', page({ severity: null }));
  const colours = async (setting: object) => (await run([file], setting)).stdout.includes('\u001b[');
  expect(await colours({ terminal: true })).toBe(true);
  expect(await colours({ terminal: true, env: { NO_COLOR: '1' } })).toBe(false);
  expect(await colours({})).toBe(false);
  expect(await colours({ env: { FORCE_COLOR: '1' } })).toBe(true);
  expect(await colours({ terminal: true, env: { FORCE_COLOR: '0' } })).toBe(false);
});

test('each stream is colored for itself', async () => {
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

test('--max-violations limits the list, and the rest is counted', async () => {
  const file = await writeInput(
    'many.json',
    Array.from({ length: 7 }, () => ({ ...fullFinding, severity: null })),
  );
  const { stdout, stderr } = await run(['--max-violations', '2', file]);
  expect(stdout.match(/severity must be a string/g)).toHaveLength(2);
  expect(stdout).toContain('5 more not listed');
  expect(stderr).toContain('7 violations');
});

test('every violation of the vectors has words of this project, the same as in the asserts', () => {
  const different: unknown[] = [];
  for (const { shape, vectors } of suites)
    for (const { document } of vectors) {
      const validate = contract.validators[`validate${shape}`]!;
      if (validate(document)) continue;
      const source = { json: new JsonText(JSON.stringify(document)), path: [] };
      for (const error of validate.errors!) {
        const { message, rule } = describeViolation(contract.document, shape, error, document, source);
        const issue = describeError(document, error, shape);
        const words = `${wordPath(issue.path) || 'the document'} ${issue.message}`;
        // Of a schema inside another, an assert does not know the name.
        const same = message === words || (issue.path.length > 1 && message.startsWith(`${words}: `));
        if (!same || rule === error.message || /undefined|fulfil/.test(rule))
          different.push([shape, message, words]);
      }
    }
  expect(different).toEqual([]);
});

test('a number that overflows is quoted as it was written', async () => {
  expect(await violationsOf('{"findings": [{"inspectorScore": 1e400}]}')).toEqual([
    'findings[0].inspectorScore must be a number, is 1e400, too large for a number',
  ]);
});

test('null, as --query of the AWS CLI writes it, comes with the command that removes it', async () => {
  const [line] = await violationsOf([{ severity: 'HIGH', title: null, awsAccountId: '123456789012' }]);
  expect(line).toBe(
    "[0].title must be a string, is null; leave it out; jq 'del(.. | nulls)' removes the nulls that --query of the AWS CLI writes",
  );
});

test('an empty list that Inspector has been seen to return is a violation that says so', async () => {
  const details = { vulnerabilityId: 'CVE-2024-6387', referenceUrls: [] };
  const [line] = await violationsOf({ findings: [{ packageVulnerabilityDetails: details }] });
  expect(line).toMatch(
    /^findings\[0\]\.packageVulnerabilityDetails\.referenceUrls must have at least 1 item, has 0; AWS's model .* is unknown$/,
  );
});

test('a property that is given twice is a warning at its second name, and a violation with --strict', async () => {
  const text = '{"findings": [{"inspectorScore": -1, "inspectorScore": 1}]}';
  const message = 'inspectorScore is given twice in one object: JSON.parse reads the last, others the first';
  const { stdout, exitCode } = await run([], { stdin: text });
  expect([stdout, exitCode]).toEqual([`stdin:1:38 warning ${message}\n`, 0]);
  expect((await run(['--strict'], { stdin: text })).exitCode).toBe(1);
});

test('names in different objects, and text that looks like a name, are not given twice', async () => {
  const text = '{"findings": [{"title": "\\"title\\": \\"title\\":"}, {"title" : "x"}]}';
  expect(await violationsOf(text)).toEqual([]);
});

test('violations are listed from top to bottom although the limit cuts them off', async () => {
  const text = JSON.stringify({ findings: [{ severity: null, awsAccountId: null }] }, null, 1);
  const { stdout } = await run(['--max-violations', '1'], { stdin: text });
  expect(stdout).toMatch(/^stdin:4:16 error findings\[0\]\.severity must be a string/);
});

test('--baseline ignores the violations of a report, wherever they are in a list, and reports new ones', async () => {
  const [old, bad] = [
    { ...fullFinding, severity: null },
    { ...fullFinding, title: '' },
  ];
  const file = await writeInput('accepted.json', { findings: [old] });
  const { stdout } = await run(['--format', 'json', file]);
  const baseline = await writeInput('baseline.json', stdout);
  expect(await run(['--baseline', baseline, file])).toMatchObject({ exitCode: 0, stdout: '' });
  await writeInput('accepted.json', { findings: [fullFinding, old] });
  const same = await run(['--baseline', baseline, file]);
  expect(same.stderr).toContain('1 accepted by the baseline');
  await writeInput('accepted.json', { findings: [bad, old, old] });
  const more = await run(['--baseline', baseline, file]);
  expect(more.exitCode).toBe(1);
  expect(more.stdout.match(/title must have|severity must be/g)).toEqual([
    'title must have',
    'severity must be',
  ]);
});

test('--baseline of a file that is not a report says how to write one', async () => {
  const { exitCode, stderr } = await run(['--baseline', await writeInput('other.json', {}), '-']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    'not a report of this command; write one with `scan-findings validate --format json',
  );
});
