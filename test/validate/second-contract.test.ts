import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { type Example, resolve } from '../../scripts/contract/document.ts';
import { jsonBody } from '../../scripts/contract/operations.ts';
import { generate } from '../../scripts/pipeline/pipeline.ts';
import { loadShapes, type Shapes } from '../../scripts/validate/shapes.ts';
import { run } from './run.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let contract: string;
let shapes: Shapes;

beforeAll(async () => {
  await mkdir(join(project, '.tmp'), { recursive: true });
  folder = await mkdtemp(join(project, '.tmp/validate-'));
  contract = join(folder, 'generated');
  await cp(join(project, 'openapi'), join(folder, 'openapi'), { recursive: true });
  await cp(join(project, 'test/second-operation/openapi'), join(folder, 'openapi'), { recursive: true });
  const file = join(folder, 'openapi/openapi.yaml');
  const document = parseDocument(await readFile(file, 'utf8'));
  document.setIn(['paths', '/ListPipelineOutages'], { $ref: 'paths/ListPipelineOutages.yaml' });
  await writeFile(file, String(document));
  await generate({ contract: join(folder, 'openapi'), out: contract });
  shapes = await loadShapes(contract);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('of a second operation the shapes of all examples are worked out and found valid', async () => {
  for (const { object, request, response, status } of shapes.operations) {
    for (const [message, shape] of [
      [object.requestBody!, request],
      [object.responses[status]!, response],
    ] as const) {
      for (const example of Object.values(jsonBody(resolve(shapes.document, message)).examples ?? {})) {
        const { value } = resolve<Example>(shapes.document, example);
        const { stdout } = await run(['--strict', '--format', 'json'], {
          stdin: JSON.stringify(value),
          contract,
        });
        const empty = JSON.stringify(value) === '{}';
        expect(JSON.parse(stdout).files[0]).toMatchObject({ faults: [], ...(!empty && { shapes: [shape] }) });
      }
    }
  }
});

test('a fault of a second operation is worded from the contract alone', async () => {
  const { stdout } = await run(['--as', 'Outage'], { stdin: '{"cause": "QUOTA", "minutes": 0}', contract });
  expect(stdout).toMatch(/minutes must be .*, is 0/);
});
