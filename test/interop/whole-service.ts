import type { Document, Json, OperationObject, Paginated, Schema } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { fullest, smallest } from '../../scripts/vectors/sample.ts';
import type { Botocore } from './botocore-facts.ts';

type Model = Botocore['model'];
type Shape = Model['shapes'][string];

/** Where a member is sent that is not sent in the body. */
const places: Record<string, 'path' | 'query'> = { uri: 'path', querystring: 'query' };

/** The keywords for AWS's `min` and `max`, by the type that they are about. */
const bounds: Record<string, [least: string, most: string]> = {
  string: ['minLength', 'maxLength'],
  list: ['minItems', 'maxItems'],
  map: ['minProperties', 'maxProperties'],
};

const types: Record<string, string> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'integer',
  long: 'integer',
  double: 'number',
  timestamp: 'number',
  list: 'array',
  map: 'object',
  structure: 'object',
};

const formats: Record<string, string> = { integer: 'int32', long: 'int64', double: 'double' };

/**
 * Makes a contract of all operations of a service; those that the contract has already stay as they are.
 *
 * @param contract the bundled contract; its errors are those of every operation
 * @param botocore what botocore ships about the service
 * @returns the contract, with one valid example of every body
 */
export function wholeService(contract: Document, { model, paginators }: Botocore): Document {
  const document = structuredClone(contract);
  const { schemas } = document.components;
  for (const [name, shape] of Object.entries(model.shapes)) schemas[name] ??= toSchema(shape);
  const known = listOperations(contract);
  for (const [id, { http, input, output }] of Object.entries(model.operations)) {
    if (known.some((operation) => operation.id === id)) continue;
    const { [known[0]!.status]: _, ...errors } = known[0]!.object.responses;
    const paginator = paginators[id];
    const object: OperationObject = {
      ...{ operationId: id, summary: id, description: `Calls ${id}.`, tags: known[0]!.object.tags! },
      ...(paginator && { 'x-paginated': toPaginated(paginator) }),
      ...toRequest(document, model.shapes[input!.shape]!, input!.shape),
      responses: {
        200: { description: 'A success.', ...toBody(document, output!.shape, fullest) },
        ...errors,
      },
    };
    const method = http.method.toLowerCase();
    document.paths[http.requestUri] = { ...document.paths[http.requestUri], [method]: object };
  }
  return document;
}

function toPaginated(paginator: Botocore['paginators'][string]): Paginated {
  return {
    inputToken: paginator.input_token,
    outputToken: paginator.output_token,
    items: paginator.result_key,
    ...(paginator.limit_key && { pageSize: paginator.limit_key }),
  };
}

function toRequest(
  document: Document,
  { members = {}, required = [] }: Shape,
  name: string,
): Pick<OperationObject, 'parameters' | 'requestBody'> {
  const inUrl = Object.entries(members).filter(([, { location }]) => location);
  const parameters = inUrl.map(([member, { location, shape }]) => ({
    ...{ name: member, in: places[location!]!, description: `The ${member}.`, schema: reference(shape) },
    ...(required.includes(member) && { required: true }),
  }));
  const hasBody = inUrl.length < Object.keys(members).length;
  return {
    ...(parameters.length > 0 && { parameters }),
    ...(hasBody && { requestBody: { required: true, ...toBody(document, name, smallest) } }),
  };
}

function toBody(document: Document, name: string, example: (document: Document, schema: Schema) => Json) {
  const schema = reference(name);
  return {
    content: { 'application/json': { schema, examples: { Example: { value: example(document, schema) } } } },
  };
}

function toSchema(shape: Shape): Schema {
  const [least, most] = bounds[shape.type] ?? ['minimum', 'maximum'];
  return {
    type: types[shape.type]!,
    ...(formats[shape.type] && { format: formats[shape.type] }),
    description: `A ${shape.type}.`,
    ...(shape['min'] !== undefined && { [least]: shape['min'] }),
    ...(shape['max'] !== undefined && { [most]: shape['max'] }),
    ...(shape['pattern'] !== undefined && { pattern: shape['pattern'] }),
    ...(shape['enum'] !== undefined && { enum: shape['enum'] as string[] }),
    ...(shape.member && { items: reference(shape.member.shape) }),
    ...(shape.value && { additionalProperties: reference(shape.value.shape) }),
    ...(shape.members && bodyOf(shape)),
  };
}

function bodyOf({ members = {}, required = [] }: Shape): Schema {
  const inBody = Object.entries(members).filter(([, { location }]) => !location);
  const needed = required.filter((name) => inBody.some(([member]) => member === name));
  return {
    properties: Object.fromEntries(
      inBody.map(([name, { shape }]) => [name, { ...reference(shape), description: `The ${name}.` }]),
    ),
    ...(needed.length > 0 && { required: needed }),
  };
}

function reference(shape: string): Schema & { $ref: string } {
  return { $ref: `#/components/schemas/${shape}` };
}
