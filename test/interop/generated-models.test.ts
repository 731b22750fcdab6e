import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Example, type Json, readDocument, resolve } from '../../scripts/contract/document.ts';
import { jsonBody, listOperations } from '../../scripts/contract/operations.ts';
import { runPython, runTool } from './python.ts';

const document = await readDocument('generated/openapi.json');
const operation = listOperations(document)[0]!;
const requestBody = resolve(document, operation.object.requestBody!);
const response = resolve(document, operation.object.responses[operation.status]!);
const examples = [
  ...listExamples(operation.request!, jsonBody(requestBody)),
  ...listExamples(operation.response!, jsonBody(response)),
];

interface Case {
  shape: string;
  document: Json;
}

function listExamples(shape: string, body: ReturnType<typeof jsonBody>): Case[] {
  return Object.values(body.examples ?? {}).map((example) => ({
    shape,
    document: resolve<Example>(document, example).value,
  }));
}

describe.for(['openapi.yaml', 'openapi-3.0.json'])('Python models made from %s', (contract) => {
  let folder: string;

  beforeAll(async () => {
    await mkdir('.tmp', { recursive: true });
    folder = await mkdtemp('.tmp/models-');
    const { code, stderr } = await runTool('datamodel-codegen', [
      ...['--input', `generated/${contract}`, '--input-file-type', 'openapi'],
      ...['--output', `${folder}/models.py`, '--output-model-type', 'pydantic_v2.BaseModel'],
      ...['--formatters', 'builtin'],
    ]);
    if (code !== 0) throw new Error(stderr);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function validate(cases: Case[]): Promise<{ document?: Json; violations?: (string | number)[][] }[]> {
    await writeFile(`${folder}/cases.json`, JSON.stringify(cases));
    return JSON.parse(
      await runPython('test/interop/use_generated_models.py', [folder, `${folder}/cases.json`]),
    );
  }

  test('read every example and write it unchanged', async () => {
    expect(await validate(examples)).toEqual(examples.map(({ document }) => ({ document })));
  });

  test('refuse a request that breaks a constraint, at the member', async () => {
    const shape = operation.request!;
    const { pageSize } = operation.paginated!;
    const [result] = await validate([{ shape, document: { [pageSize!]: 26 } }]);
    expect(result!.violations!.map(([member]) => member)).toEqual([pageSize]);
  });

  test('refuse a member that a request does not have', async () => {
    const [result] = await validate([{ shape: operation.request!, document: { colour: 'red' } }]);
    expect(result!.violations).toEqual([['colour']]);
  });

  test('take a member that a response does not have yet', async () => {
    const [result] = await validate([{ shape: operation.response!, document: { colour: 'red' } }]);
    expect(result).not.toHaveProperty('violations');
  });
});
