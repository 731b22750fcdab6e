import {
  type Document,
  type Json,
  type ParameterObject,
  parsePointer,
  type Schema,
} from '../contract/document.ts';
import { findSigningName, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';
import type { Contract, Validator } from './contract.ts';
import type { Prism, PrismViolation } from './prism.ts';
import { type ReceivedRequest, unknownOperation } from './response.ts';
import { decode, readUrl } from './validation.ts';

interface Route {
  operation: Operation;
  /** The segments of its path. */
  path: string[];
  parameters: { parameter: ParameterObject; validate: Validator }[];
}

/**
 * Finds in a browser, where Prism does not run, what Prism finds: the operation, and what is wrong with a request
 * outside its body. The generated validators validate the body.
 */
export async function startWithoutPrism(
  contract: Pick<Contract, 'document' | 'operations' | 'validator'>,
): Promise<Prism> {
  const { document, operations, validator } = contract;
  const routes = operations.map(
    (operation): Route => ({
      operation,
      path: operation.path.split('/'),
      parameters: operation.parameters.map((parameter) => ({
        parameter,
        validate: validator(parameter.schema!),
      })),
    }),
  );
  // A path without parameters goes before one that matches it as well.
  routes.sort((one, other) => one.operation.path.split('{').length - other.operation.path.split('{').length);
  return async (request, body) => {
    const route = routes.find(
      ({ operation, path }) =>
        operation.method === request.method.toLowerCase() && matchesPath(path, request.path),
    );
    if (!route) throw unknownOperation(request);
    const { operation } = route;
    const violations = [
      ...findUnsigned(document, operation, request),
      ...findWrongBody(operation, request, body),
      ...findWrongParameters(document, route, request),
    ];
    return { operation, violations };
  };
}

/** A name in braces stands for any segment, escaped or not. */
function matchesPath(template: string[], path: string): boolean {
  const segments = path.split('/');
  return (
    segments.length === template.length &&
    template.every((part, index) => /^\{.+\}$/.test(part) || part === decode(segments[index]!))
  );
}

function findUnsigned(
  document: Document,
  { object }: Operation,
  { headers }: ReceivedRequest,
): PrismViolation[] {
  const requirements = object.security ?? document['security'];
  const isSigned =
    findSigningName(document) !== undefined && Array.isArray(requirements) && requirements.length > 0;
  return isSigned && !headers['authorization'] ? [{ code: 401, message: 'Unauthorized' }] : [];
}

function findWrongBody(
  { request: schema }: Operation,
  { headers, body: bytes }: ReceivedRequest,
  body: Json | undefined,
): PrismViolation[] {
  if (schema === undefined) return [];
  if (body === undefined && bytes.length === 0) {
    return [{ code: 'required', message: 'Body parameter is required', path: ['body'] }];
  }
  const type = headers['content-type'];
  if (type === undefined || /^application\/json\s*(;|$)/i.test(type)) return [];
  return [{ code: 415, message: 'Supported content types: application/json' }];
}

function findWrongParameters(
  document: Document,
  { operation, parameters }: Route,
  request: ReceivedRequest,
): PrismViolation[] {
  const url = readUrl(operation, request);
  return parameters.flatMap(({ parameter, validate }): PrismViolation[] => {
    const { name, in: place, required, schema } = parameter;
    const text = url[name];
    // Prism takes an empty text for an absent parameter, and has the names in lower case.
    if (text === undefined || text === '') {
      const message = `Request ${place} must have required property '${name.toLowerCase()}'`;
      return required ? [{ code: 'required', message, path: [place] }] : [];
    }
    if (validate(readValue(document, schema!, text))) return [];
    return validate.errors!.map(({ keyword, instancePath }) => ({
      ...{ code: keyword, message: '', path: [place, name.toLowerCase(), ...parsePointer(instancePath)] },
    }));
  });
}

/** Reads a value of a URL, which is text, as its schema has it. */
function readValue(document: Document, reference: Schema, text: string | string[]): Json {
  const { type, items = {} } = mergeReference(document, reference);
  if (type === 'array') return [text].flat().map((item) => readValue(document, items, item));
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (type !== 'integer' && type !== 'number') return text;
  return text === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
