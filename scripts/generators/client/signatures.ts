import { componentName, type Document, resolve, type Schema } from '../../contract/document.ts';
import type { Operation } from '../../contract/operations.ts';
import { camelCase } from '../naming.ts';

/**
 * Writes the methods that call an operation.
 *
 * @param document the bundled contract
 * @param operation the operation
 * @param error the name of the type of what they throw
 * @returns TypeScript, one method each: the call, and for a paginated operation the walks over pages and over items
 * @throws {Error} when the items that it pages through have no schema component
 */
export function signatures(document: Document, operation: Operation, error: string): string[] {
  const { id, object, response = 'void', paginated, errors } = operation;
  const input = inputParameter(document, operation);
  const modelled = errors.filter(({ common }) => !common).map(({ name }) => `\`${name}\``);
  const throws = `@throws {${error}} named ${[...modelled, 'or otherwise'].join(', ')}`;
  const method = (name: string, result: string, ...paragraphs: string[]) =>
    `${comment(...paragraphs)}  ${name}(${input}options?: CallOptions): ${result};\n`;
  const call = method(camelCase(id), `Promise<${response}>`, object.description.trim(), throws);
  if (!paginated) return [call];
  const walkThrows = `${throws};\n\`RepeatedTokenError\` when the service repeats a \`${paginated.outputToken}\``;
  return [
    call,
    method(
      `paginate${id}`,
      `AsyncGenerator<${response}, void, undefined>`,
      `Walks through all pages of \`${id}\`, requesting each when the loop asks for it.`,
      walkThrows,
    ),
    method(
      `paginate${id}Items`,
      `AsyncGenerator<${itemShape(document, operation)}, void, undefined>`,
      `Walks through the \`${paginated.items}\` of all pages of \`${id}\`, requesting a page when the one before is used up.`,
      walkThrows,
    ),
  ];
}

/** What is sent in the URL is a member of the input like any other, as in AWS's own shapes. */
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

function comment(...paragraphs: string[]): string {
  const lines = paragraphs.join('\n\n').replaceAll('*/', '*\\/').split('\n');
  return `  /**\n${lines.map((line) => `   * ${line}`.trimEnd()).join('\n')}\n   */\n`;
}

/**
 * Finds the shapes that the methods of an operation take and return.
 *
 * @param document the bundled contract
 * @param operation the operation
 * @returns the names of their types
 * @throws {Error} when the items that it pages through have no schema component
 */
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
