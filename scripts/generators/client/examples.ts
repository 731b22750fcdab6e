import packageJson from '../../../package.json' with { type: 'json' };
import type { Document } from '../../contract/document.ts';
import type { Operation } from '../../contract/operations.ts';
import { camelCase } from '../naming.ts';

// The `@example`s of the client's doc comments: programs of their own, which a test runs.

/** Creates a client, and calls an operation in both of its styles. */
export function clientExample(document: Document, operations: Operation[]): string {
  const factory = `create${document.info['x-client-name']}Client`;
  const { method, path, id } = findPlain(operations);
  return example(`import { ${factory} } from '${packageJson.name}';

const client = ${factory}({ region: 'us-east-1' });
const { data, error } = await client.${method.toUpperCase()}('${path}', { body: {} });
if (error) console.error(error.name, error.retryable);
else console.log(data);

console.log(await client.${camelCase(id)}()); // throws the error`);
}

/** Creates an openapi-fetch client without the methods. */
export function fetchExample(operations: Operation[]): string {
  const { method, path } = findPlain(operations);
  return example(`import createClient from 'openapi-fetch';
import { createSignedFetch, type paths } from '${packageJson.name}';

const client = createClient<paths>(createSignedFetch({ region: 'us-east-1' }));
const { data, response } = await client.${method.toUpperCase()}('${path}', { body: {} });
console.log(response.status, data);`);
}

/** An example of how to distinguish two errors. */
export function errorExample(document: Document, operations: Operation[]): string {
  const name = document.info['x-client-name'];
  const { id, errors } = findPlain(operations);
  return example(`import { create${name}Client, ${name}Error } from '${packageJson.name}';

try {
  console.log(await create${name}Client().${camelCase(id)}());
} catch (error) {
  if (!(error instanceof ${name}Error)) throw error;
  if (error.name === '${errors[0]!.name}') console.error(error.status, error.reason);
  else console.error(error.message, error.retryable);
}`);
}

/** Walks through the items of a paginated operation. */
export function itemsExample(document: Document, { id }: Operation): string {
  const factory = `create${document.info['x-client-name']}Client`;
  return example(`import { ${factory} } from '${packageJson.name}';

for await (const item of ${factory}().paginate${id}Items()) console.log(item);`);
}

/** An operation that takes the empty object; every contract for this service has some that list things. */
function findPlain(operations: Operation[]): Operation {
  const paginated = operations.filter((operation) => operation.request && operation.paginated);
  return paginated.find(({ filters }) => filters) ?? paginated[0] ?? operations[0]!;
}

function example(code: string): string {
  return `@example\n\`\`\`ts\n${code}\n\`\`\``;
}
