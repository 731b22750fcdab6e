import { expect, test } from 'vitest';
import { findings, fullFinding, report, root, run, writeInput } from './support.ts';

const bad = await writeInput('bad, 100%: page.json', [{ ...fullFinding, severity: null, title: '' }]);
const good = await writeInput('good.json', findings);
const broken = await writeInput('broken.json', '{"a": <x>\n}');
const hostile = await writeInput('hostile.json', [
  { ...fullFinding, 'a\u0000\u001b]]>&"\ud800\n': 1, severity: 2 },
]);
const missing = `${root}/missing.json`;
const all = [bad, good, broken, hostile, missing];

test('github: an annotation has the file, line and column, and is escaped', async () => {
  const { stdout } = await run(['--format', 'github', ...all]);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.every((line) => line.startsWith('::error file='))).toBe(true);
  expect(lines[0]).toMatch(
    /^::error file=bad%2C 100%25%3A page\.json,line=\d+,col=\d+,endColumn=\d+,title=breaks NonEmptyString::\[0\]\.title must have at least 1 character, has 0$/,
  );
});

test('github: a file that cannot be validated gets an annotation', async () => {
  const { stdout } = await run(['--format', 'github', missing]);
  expect(stdout).toBe('::error file=missing.json,title=not validated::no such file\n');
});

test("github: a path is relative to the workspace, not to the step's folder", async () => {
  const { stdout } = await run(['--format', 'github', bad], { env: { GITHUB_WORKSPACE: `${root}/..` } });
  expect(stdout).toMatch(/^::error file=validate-\w+\/bad/);
});

test('json: one document says for each file its schemas, its counts and its violations', async () => {
  const { stdout, exitCode } = await run(['--format', 'json', bad, good, missing]);
  const report = JSON.parse(stdout);
  expect(report.exitCode).toBe(exitCode);
  expect(report.files).toMatchObject([
    { file: bad, schemas: ['ImageScanFinding'], values: 1, invalid: 1, violationCount: 2 },
    { file: good, values: findings.length, violationCount: 0, violations: [] },
    { file: missing, failure: expect.stringContaining('no such file') },
  ]);
  expect(report.files[0].violations[1]).toEqual({
    ...{
      level: 'error',
      line: expect.any(Number),
      column: expect.any(Number),
      endColumn: expect.any(Number),
    },
    ...{ pointer: '/0/severity', keyword: 'type', message: '[0].severity must be a string, is null' },
    ...{ rule: 'must be a string', value: 'null', suggestion: expect.stringContaining('leave it out') },
    declared: { schema: 'NonEmptyString', pointer: '#/components/schemas/NonEmptyString/type' },
  });
});

test('sarif: a result leads to its rule and its place, a file that cannot be validated is a notification', async () => {
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
  expect(stdout).toContain("Unexpected token '&#60;'");
});

test('pretty: in a pipe, what is valid is summed up in one line on standard error', async () => {
  const { stdout, stderr } = await run([good]);
  expect(stdout).toBe('');
  expect(stderr).toBe(`1 file valid, ${findings.length} values validated as ImageScanFinding\n`);
});

test('pretty: on a terminal a valid file is named with the schema that was recognized', async () => {
  const { stdout } = await run([good], { terminal: true, env: { NO_COLOR: '1' } });
  expect(stdout).toBe(`✓ ${good} ImageScanFinding, ${findings.length} values\n`);
});

test('sarif: at most 25,000 results are listed, as many as GitHub takes, and the rest is counted', async () => {
  const files: string[] = [];
  const page = JSON.stringify({
    findings: Array(25).fill({ severity: null, title: null, type: null, awsAccountId: null }),
  });
  for (let index = 0; index < 260; index++) files.push(await writeInput(`many-${index}.json`, page));
  const { stdout, stderr } = await run(['--format', 'sarif', ...files]);
  const [{ results, invocations }] = JSON.parse(stdout).runs;
  expect(results).toHaveLength(25_000);
  expect(invocations[0].toolExecutionNotifications).toMatchObject([
    { level: 'warning', message: { text: '1,000 more violations not listed' } },
  ]);
  expect(stderr).toBe('');
});

test('github: what is only a warning is annotated as one', async () => {
  const file = await writeInput('twice.json', '{"findings": [], "findings": []}');
  const { stdout, exitCode } = await run(['--format', 'github', file]);
  expect([stdout, exitCode]).toEqual([
    '::warning file=twice.json,line=1,col=18,endColumn=28,title=given twice::findings is given twice in one object%3A JSON.parse reads the last, others the first\n'.replace(
      '%3A',
      ':',
    ),
    0,
  ]);
});

test('junit: a warning fails no test and is in the output of its suite', async () => {
  const file = await writeInput('twice.json', '{"findings": [], "findings": []}');
  const { stdout } = await run(['--format', 'junit', file]);
  expect(stdout).toContain('tests="1" failures="0" errors="0"');
  expect(stdout).toMatch(/<system-out>1:18 warning: findings is given twice/);
});

const hostileName = '::warning ::pwned\n::error ::x \u001b[31m\u009b ##[add-mask]x \u202e.json';
const contents: Record<string, string> = {
  invalid:
    '{"findings": [{"severity": "\u001b[31m\\n::error ::y ##[add-mask]y", "a\\n::error ::z ##[z]\u009b": 1, "inspectorScore": "\u202e"}]}',
  'not JSON': '{"a": ##[group]\u001b\u009b\u202e}',
  'not recognized': '{"a\\n::error ::z ##[z]\u009b": 1}',
};
const formats = ['pretty', 'json', 'github', 'sarif', 'junit'];

test.for(
  formats.flatMap((format) => [...Object.keys(contents), 'missing'].map((kind) => [format, kind] as const)),
)(
  '%s: names and values of a file that is %s steer neither a terminal nor a runner',
  async ([format, kind]) => {
    const name = `${kind} ${hostileName}`;
    if (kind !== 'missing') await writeInput(name, contents[kind]);
    for (const terminal of [true, false]) {
      const args = ['--strict', '--format', format, `${root}/${name}`];
      const { stdout, stderr } = await run(args, { terminal, env: { NO_COLOR: '1' } });
      const output = (stdout + stderr).replaceAll('\r\u001b[K', '');
      expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(output).not.toContain('##[');
      if (format === 'github') expect(output).not.toMatch(/^\s*::(?!error file=|warning file=)/m);
      else expect(output).not.toMatch(/^\s*::/m);
    }
  },
);

test('pretty: a name that begins like a command of the runner is written as a path', async () => {
  const { stderr } = await run(['::warning ::x']);
  expect(stderr).toContain('./::warning ::x: no such file');
});

test('json: escaping loses nothing', async () => {
  const name = `${root}/${hostileName}`;
  expect((await report([name])).files[0]!.file).toBe(name);
});
