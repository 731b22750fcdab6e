import { beforeAll, expect, test } from 'vitest';
import { type Contract, loadContract } from '../../scripts/contract/generated.ts';
import { listExamples } from '../../scripts/contract/operations.ts';
import { addOperations, type Generated } from '../added-operations/add-operations.ts';
import { type Report, run } from './support.ts';

let generated: Generated;
let contract: string;
let loaded: Contract;

beforeAll(async () => {
  generated = await addOperations();
  contract = generated.path('');
  loaded = await loadContract(undefined, contract);
});

const propertyNames = (shape: string) => Object.keys(loaded.document.components.schemas[shape]!.properties!);

test('every example of added operations is recognized and valid', async () => {
  for (const { object, request, response, status } of loaded.operations) {
    const messages = [
      [object.requestBody, request],
      [object.responses[status], response],
    ] as const;
    for (const [message, shape] of messages) {
      if (!shape) continue;
      for (const { value } of listExamples(loaded.document, message).values()) {
        const { stdout } = await run(['--strict', '--format', 'json'], {
          stdin: JSON.stringify(value),
          folder: contract,
        });
        const { violations, schemas: found } = JSON.parse(stdout).files[0];
        expect(violations).toEqual([]);
        // Any schema with the same properties is as good.
        if (JSON.stringify(value) !== '{}') expect(found.map(propertyNames)).toEqual([propertyNames(shape)]);
      }
    }
  }
});

test('a property of a schema without properties is unknown to --strict', async () => {
  const { exitCode, stdout } = await run(['--strict', '--as', 'TagResourceResponse'], {
    ...{ stdin: '{"a": 1}', folder: contract },
  });
  expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/^stdin:1:\d+ error a /)]);
});

test('parameters in the URL of a recording count as the request', async () => {
  const { id, path, paginated } = generated.operations['ListOutageNotes']!;
  const { inputToken, outputToken, pageSize, items } = paginated!;
  const entry = {
    request: { method: 'GET', url: `https://x.amazonaws.com${path}?${pageSize}=1&${inputToken}=a` },
    response: { status: 200, content: { text: JSON.stringify({ [items]: [{}], [outputToken]: 'b' }) } },
  };
  const { stdout } = await run(['--coverage', '--format', 'json'], {
    ...{ stdin: JSON.stringify({ log: { entries: [entry] } }), folder: contract },
  });
  const { parts }: NonNullable<Report['coverage']> = JSON.parse(stdout).coverage;
  const seen = parts.flatMap(({ of, points }) =>
    of === id ? Object.keys(points).filter((label) => points[label]! > 0) : [],
  );
  expect(seen).toEqual([`with ${inputToken}`, `full with ${outputToken}`]);
});

test('a violation of an added operation is worded from the contract alone', async () => {
  const { stdout } = await run(['--as', 'Outage'], {
    stdin: '{"cause": "QUOTA", "minutes": 0}',
    folder: contract,
  });
  expect(stdout).toMatch(/minutes must be .*, is 0/);
});
