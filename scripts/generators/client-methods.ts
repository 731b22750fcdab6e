import packageJson from '../../package.json' with { type: 'json' };
import { componentName, type Document, resolve, type Schema } from '../contract/document.ts';
import { camelCase, type Operation } from '../contract/operations.ts';

/** Writes the methods of an operation; a paginated one has two more, for its pages and its items. */
export function signatures(document: Document, operation: Operation): string[] {
  const { id, object, response = 'void', paginated, errors } = operation;
  const input = inputParameter(document, operation);
  const modelled = errors.filter(({ common }) => !common).map(({ name }) => `\`${name}\``);
  const throws = `@throws {${document.info['x-client-name']}Error} named ${[...modelled, 'or otherwise'].join(', ')}`;
  const method = (name: string, result: string, ...paragraphs: string[]) =>
    indent(`${comment(...paragraphs)}${name}(${input}options?: CallOptions): ${result};\n`);
  const call = method(camelCase(id), `Promise<${response}>`, object.description.trim(), throws);
  if (!paginated) return [call];
  const walkThrows = `${throws};\n\`RepeatedTokenError\` when the service repeats a \`${paginated.outputToken}\``;
  return [
    call,
    method(
      `paginate${id}`,
      `AsyncGenerator<${response}, void, undefined>`,
      `Walks through the pages of \`${id}\`, requesting each when the loop asks for it.`,
      walkThrows,
    ),
    method(
      `paginate${id}Items`,
      `AsyncGenerator<${itemShape(document, operation)}, void, undefined>`,
      `Walks through the \`${paginated.items}\` of all pages of \`${id}\`, requesting a page when the loop gets to it.`,
      walkThrows,
      itemsExample(document, operation),
    ),
  ];
}

/** As in AWS's own shapes, a parameter of the URL is a property of the input like any other. */
function inputParameter(document: Document, { request, parameters }: Operation): string {
  const inUrl = parameters.map(
    ({ name, required, schema }) => `${name}${required ? '' : '?'}: ${componentName(schema!)}`,
  );
  const types = [inUrl.length > 0 && `{ ${inUrl.join('; ')} }`, request].filter((type) => !!type);
  const needed =
    parameters.some(({ required }) => required) ||
    (request && document.components.schemas[request]!.required?.length);
  return types.length > 0 ? `input${needed ? '' : '?'}: ${types.join(' & ')}, ` : 'input?: undefined, ';
}

/** Writes a doc comment of these paragraphs. */
export function comment(...paragraphs: string[]): string {
  const lines = paragraphs.join('\n\n').replaceAll('*/', '*\\/').split('\n');
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** Lists the types that the methods of an operation take and return. */
export function namedShapes(document: Document, operation: Operation): string[] {
  const { parameters, request, response, paginated } = operation;
  const inUrl = parameters.map(({ schema }) => componentName(schema!));
  return [...inUrl, request, response, paginated && itemShape(document, operation)].filter(
    (shape) => shape !== undefined,
  );
}

function itemShape(document: Document, { id, response, paginated }: Operation): string {
  const list = document.components.schemas[response!]!.properties?.[paginated!.items];
  const shape = list && componentName(resolve<Schema>(document, list).items ?? {});
  if (!shape) throw new Error(`the items that ${id} lists as ${paginated!.items} must refer to a schema`);
  return shape;
}

// The examples in the client's doc comments: whole programs, which a test runs.

/** A client, and the two ways to call an operation. */
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

/** An openapi-fetch client without the methods. */
export function fetchExample(operations: Operation[]): string {
  const { method, path } = findPlain(operations);
  return example(`import createClient from 'openapi-fetch';
import { createSignedFetch, type paths } from '${packageJson.name}';

const client = createClient<paths>(createSignedFetch({ region: 'us-east-1' }));
const { data, response } = await client.${method.toUpperCase()}('${path}', { body: {} });
console.log(response.status, data);`);
}

/** How to distinguish two errors. */
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

function itemsExample(document: Document, { id }: Operation): string {
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
