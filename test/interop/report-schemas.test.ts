import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fullItem, items } from '../validate/examples.ts';
import { root, run, writeInput } from '../validate/run.ts';
import { runPython } from './python.ts';

test('SARIF and JUnit reports are valid against their schemas', async () => {
  const inputs = [
    await writeInput('valid.json', items),
    await writeInput('with spaces & <markup>.json', [
      { ...fullItem, severity: null, 'a\u0000\u001b]]>&"\ud800\n': 1 },
    ]),
    await writeInput('broken.json', '{"a": <x>\n}'),
    await writeInput('many.ndjson', `${JSON.stringify({ ...fullItem, title: '' })}\n`.repeat(300)),
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
