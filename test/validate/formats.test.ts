import { expect, test } from 'vitest';
import { fullItem, items } from './examples.ts';
import { root, run, writeInput } from './run.ts';

const bad = await writeInput('bad, 100%: page.json', [{ ...fullItem, severity: null, title: '' }]);
const good = await writeInput('good.json', items);
const broken = await writeInput('broken.json', '{"a": <x>\n}');
const hostile = await writeInput('hostile.json', [
  { ...fullItem, 'a\u0000\u001b]]>&"\ud800\n': 1, severity: 2 },
]);
const missing = `${root}/missing.json`;
const all = [bad, good, broken, hostile, missing];

test('github: an annotation stands at the file, line and column, and is escaped', async () => {
  const { stdout } = await run(['--format', 'github', ...all]);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.every((line) => line.startsWith('::error file='))).toBe(true);
  expect(lines[0]).toMatch(
    /^::error file=bad%2C 100%25%3A page\.json,line=\d+,col=\d+,endColumn=\d+,title=breaks NonEmptyString::\[0\]\.title must have 1 to 1024 characters, has 0$/,
  );
});

test('github: a file that cannot be judged gets an annotation', async () => {
  const { stdout } = await run(['--format', 'github', missing]);
  expect(stdout).toBe(`::error file=missing.json,title=not validated::${missing}: no such file\n`);
});

test("github: a path is relative to the workspace, not to the step's folder", async () => {
  const { stdout } = await run(['--format', 'github', bad], { env: { GITHUB_WORKSPACE: `${root}/..` } });
  expect(stdout).toMatch(/^::error file=validate-\w+\/bad/);
});

test('json: one document says for each file its shapes, its counts and its faults', async () => {
  const { stdout, exitCode } = await run(['--format', 'json', bad, good, missing]);
  const report = JSON.parse(stdout);
  expect(report.exitCode).toBe(exitCode);
  expect(report.files).toMatchObject([
    { file: bad, shapes: ['ImageScanFinding'], values: 1, invalid: 1, faultCount: 2 },
    { file: good, values: items.length, faultCount: 0, faults: [] },
    { file: missing, failure: expect.stringContaining('no such file') },
  ]);
  expect(report.files[0].faults[1]).toEqual({
    ...{ line: expect.any(Number), column: expect.any(Number), endColumn: expect.any(Number) },
    ...{ pointer: '/0/severity', keyword: 'type', message: '[0].severity must be a string, is null' },
    ...{ rule: 'must be a string', value: 'null' },
    stated: { shape: 'NonEmptyString', pointer: '#/components/schemas/NonEmptyString/type' },
  });
});

test('sarif: a result leads to its rule and its place, a file that cannot be judged is a notification', async () => {
  const { stdout } = await run(['--format', 'sarif', ...all]);
  const [{ tool, results, invocations }] = JSON.parse(stdout).runs;
  for (const { ruleId, ruleIndex, locations } of results) {
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(locations[0].physicalLocation.region.endColumn).toBeGreaterThan(
      locations[0].physicalLocation.region.startColumn,
    );
  }
  expect(results[0].locations[0].physicalLocation.artifactLocation.uri).toBe(
    'bad%2C%20100%25%3A%20page.json',
  );
  expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('NonEmptyString/type');
  expect(invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 });
  expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('no such file');
});

test('junit: suites count their tests, failures and errors', async () => {
  const { stdout } = await run(['--format', 'junit', ...all]);
  expect(stdout).toMatch(/<testsuites name="[^"]+" tests="6" failures="3" errors="2">/);
  expect(stdout).toContain('<testcase name="is ImageScanFinding"');
  expect(stdout.match(/<testcase /g)).toHaveLength(6);
});

test('junit: characters that XML cannot hold are replaced, markup is escaped', async () => {
  const { stdout } = await run(['--format', 'junit', '--strict', hostile, broken]);
  expect(stdout).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  expect(stdout).toContain('not &#34;&#60;&#34;');
});

test('pretty: in a pipe, what is valid is summed up in one line on standard error', async () => {
  const { stdout, stderr } = await run([good]);
  expect(stdout).toBe('');
  expect(stderr).toBe(`1 file valid, ${items.length} values judged as ImageScanFinding\n`);
});

test('pretty: on a terminal a valid file is named with the shape that was worked out', async () => {
  const { stdout } = await run([good], { terminal: true, env: { NO_COLOR: '1' } });
  expect(stdout).toBe(`✓ ${good} ImageScanFinding, ${items.length} values\n`);
});
