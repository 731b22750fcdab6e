import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findings, fullFinding, root, run, writeInput } from '../validate/support.ts';
import { runPython } from './python.ts';

test('SARIF and JUnit reports are valid against their schemas', async () => {
  const inputs = [
    await writeInput('valid.json', findings),
    await writeInput('with spaces & <markup>.json', [
      { ...fullFinding, severity: null, 'a\u0000\u001b]]>&"\ud800\n': 1 },
    ]),
    await writeInput('broken.json', '{"a": <x>\n}'),
    await writeInput('many.ndjson', `${JSON.stringify({ ...fullFinding, title: '' })}\n`.repeat(300)),
    `${root}/missing.json`,
  ];
  const reports = [];
  for (const format of ['sarif', 'junit']) {
    const { stdout } = await run(['--strict', '--format', format, ...inputs]);
    reports.push(join(root, `report.${format}`));
    await writeFile(reports.at(-1)!, stdout);
  }
  expect(await runPython('test/interop/report_schemas.py', [root, ...reports])).toContain('both are valid');
});
