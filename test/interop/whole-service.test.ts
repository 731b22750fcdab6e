import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as sdk from '@aws-sdk/client-imagebuilder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type JsonObject, readDocument } from '../../scripts/contract/document.ts';
import {
  camelCase,
  findSigningName,
  listOperations,
  type Operation,
} from '../../scripts/contract/operations.ts';
import { artifacts } from '../../scripts/generators/index.ts';
import { createMock, type Mock } from '../../scripts/mock/create-mock.ts';
import { smallest } from '../../scripts/vectors/sample.ts';
import { root, run } from '../package/fresh-project.ts';
import { readBotocore } from './botocore-facts.ts';
import { wholeService } from './whole-service.ts';

const contract = await readDocument('generated/openapi.json');
const document = wholeService(contract, await readBotocore(findSigningName(contract)!, []));
const operations = listOperations(document);
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

type Paginators = Record<string, (config: object, input: object) => AsyncIterable<Record<string, unknown[]>>>;

let folder: string;
let mock: Mock;
// biome-ignore lint/suspicious/noExplicitAny: the names in them are those of the contract
let client: any;
let validators: Record<string, (value: unknown) => boolean>;

beforeAll(async () => {
  await mkdir('.tmp', { recursive: true });
  // Inside the project, where the generated client finds the packages that it imports.
  folder = await mkdtemp(join(process.cwd(), '.tmp/whole-service-'));
  for (const { generate } of artifacts) {
    for (const [path, text] of await generate({ document, yaml: stringify(document) })) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }
  mock = await createMock({ contract: join(folder, 'openapi.json'), verifySignatures: credentials });
  const { [`create${document.info['x-client-name']}Client`]: create } = await import(
    join(folder, 'client-node.ts')
  );
  client = create({
    endpoint: mock.url,
    region: 'us-east-1',
    credentials,
    validate: true,
  });
  validators = await import(join(folder, 'validators.js'));
});

afterAll(async () => {
  await mock?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** The smallest input that the contract takes. */
function inputOf({ request, parameters }: Operation): JsonObject {
  const inUrl = parameters
    .filter(({ required }) => required)
    .map(({ name, schema }) => [name, smallest(document, schema!)]);
  const body = request ? (smallest(document, { $ref: `#/components/schemas/${request}` }) as JsonObject) : {};
  return { ...Object.fromEntries(inUrl), ...body };
}

test('the contract has every operation of the service', () => {
  const commands = Object.keys(sdk).filter((name) => name.endsWith('Command') && !name.startsWith('$'));
  expect(operations.map(({ id }) => `${id}Command`).sort()).toEqual(commands.sort());
});

test('the generated TypeScript compiles', async () => {
  const options = {
    ...{ module: 'nodenext', target: 'es2024', strict: true, noEmit: true },
    types: ['node'],
  };
  const config = {
    compilerOptions: { ...options, skipLibCheck: true },
    files: ['client.ts', 'client-node.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { code, out } = await run(folder, 'node', join(root, 'node_modules/ts7/bin/tsc'), '--project', '.');
  expect({ code, out }).toEqual({ code: 0, out: '' });
});

const paginated = operations.filter((operation) => operation.paginated);

test.for(paginated.map(({ id }) => id))(
  "the generated client and the AWS SDK's paginator walk through all items of %s",
  async (id) => {
    const operation = operations.find((candidate) => candidate.id === id)!;
    const input = inputOf(operation);
    const { items } = mock.data.find((served) => served.operation === id)!;
    let ours = 0;
    for await (const _ of client[`paginate${id}Items`](input)) ours += 1;
    const config = {
      client: new sdk.ImagebuilderClient({ endpoint: mock.url, region: 'us-east-1', credentials }),
    };
    let theirs = 0;
    for await (const page of (sdk as unknown as Paginators)[`paginate${id}`]!(config, input)) {
      theirs += page[operation.paginated!.items]!.length;
    }
    expect({ ours, theirs }).toEqual({ ours: items, theirs: items });
  },
);

describe.each(operations.map((operation): [string, Operation] => [operation.id, operation]))(
  '%s',
  (id, operation) => {
    const input = inputOf(operation);

    test('is called by the generated client, which finds its response valid', async () => {
      const output = await client[camelCase(id)](input);
      expect(validators[`validate${operation.response}`]!(output)).toBe(true);
    });

    test('is called by the AWS SDK', async () => {
      const caller = new sdk.ImagebuilderClient({ endpoint: mock.url, region: 'us-east-1', credentials });
      const Command = (sdk as unknown as Record<string, new (input: object) => never>)[`${id}Command`]!;
      await caller.send(new Command(input));
      expect(mock.requests.at(-1)).toMatchObject({ operation: id, status: 200 });
    });
  },
);
