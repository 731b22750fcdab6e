import { isUtf8 } from 'node:buffer';
import type { Document, Json, JsonObject } from '../contract/document.ts';
import { findPermitted } from '../contract/generated.ts';
import type { Operation } from '../contract/operations.ts';
import { dropNulls, isObject } from '../contract/schema.ts';
import type { ValidationError } from '../contract/validator.ts';
import type { Contract, Validator } from './contract.ts';
import type { Prism, PrismViolation } from './prism.ts';
import { type ReceivedRequest, RequestError, readQuery } from './response.ts';
import { violationOfBody, violationsOfUrl, wordOthers, wordViolations } from './violations.ts';

/** A request and what validation found. */
export interface ValidatedRequest {
  operation: Operation;
  /** The body as it was sent; undefined if there is none or it is not JSON. */
  body: Json | undefined;
  /** The properties of the body and of the URL, without those that are null. */
  input: JsonObject;
  unsigned: boolean;
  /** What else is wrong with the request. */
  error?: RequestError;
}

/** An operation whose whole input is a JSON body, with the validator of that. */
interface PlainOperation {
  operation: Operation;
  accepts: Validator;
}

const plainType = /^application\/json(;\s*charset=utf-8)?$/i;

/**
 * Makes a function that validates requests; it throws if there is no such operation.
 *
 * Prism takes some twenty times as long as the rest of the mock, so the generated validators accept a request that is
 * plain: an exact path, no query, a signature, JSON. Everything else is for Prism to decide.
 */
export async function createValidation(
  contract: Contract,
): Promise<(request: ReceivedRequest) => ValidatedRequest | Promise<ValidatedRequest>> {
  const validators = findValidators(contract);
  const plain = findPlainOperations(contract, validators);
  // A contract of the user's own may be one that Prism cannot serve.
  if (contract.custom) await contract.startPrism();
  return (request) => {
    const route = plain.get(`${request.method} ${request.path}`);
    const body = parseBody(request.body);
    if (route && isPlain(request) && body.value !== undefined) {
      const input = withoutNulls(contract.document, route.operation, request.body, body.value);
      if (route.accepts(input)) {
        return { operation: route.operation, body: body.value, input: input as JsonObject, unsigned: false };
      }
    }
    return contract.startPrism().then((prism) => validate(contract, validators, prism, request, body));
  };
}

function findValidators({ operations, validator }: Contract): Map<string, Validator> {
  const validators = new Map<string, Validator>();
  for (const { request } of operations) {
    if (request) validators.set(request, validator({ $ref: `#/components/schemas/${request}` }));
  }
  return validators;
}

function findPlainOperations(
  { document, operations }: Contract,
  validators: Map<string, Validator>,
): Map<string, PlainOperation> {
  const plain = operations.filter(
    (operation) =>
      operation.parameters.length === 0 && operation.request && needsOnlySignature(document, operation),
  );
  return new Map(
    plain.map((operation) => [
      `${operation.method.toUpperCase()} ${operation.path}`,
      { operation, accepts: validators.get(operation.request!)! },
    ]),
  );
}

function needsOnlySignature(document: Document, { object }: Operation): boolean {
  const requirements = (object.security ?? document['security'] ?? []) as Record<string, unknown>[];
  const schemes = (document.components['securitySchemes'] ?? {}) as Record<
    string,
    { in?: string; name?: string }
  >;
  return requirements
    .flatMap((requirement) => Object.keys(requirement))
    .every((name) => schemes[name]?.in === 'header' && /^authorization$/i.test(schemes[name].name ?? ''));
}

function isPlain({ query, headers }: ReceivedRequest): boolean {
  return query === '' && !!headers['authorization'] && plainType.test(headers['content-type'] ?? '');
}

/** Parses a body strictly: UTF-8 without a byte order mark, and only what is JSON. */
function parseBody(bytes: Buffer): { value?: Json; error?: string } {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) return { error: 'The body is not UTF-8.' };
  const text = bytes.toString();
  if (text.startsWith('\uFEFF')) {
    return { error: 'The body begins with a byte order mark, which JSON does not allow.' };
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { error: `The body is not JSON: ${(error as Error).message}.` };
  }
}

/** AWS's services take a property that is null for an absent one. */
function withoutNulls(document: Document, { request }: Operation, bytes: Buffer, value: Json): Json {
  if (!bytes.includes('null')) return value;
  return dropNulls(document, { $ref: `#/components/schemas/${request}` }, value);
}

async function validate(
  { document, later }: Contract,
  validators: Map<string, Validator>,
  prism: Prism,
  request: ReceivedRequest,
  { value, error: notJson }: { value?: Json; error?: string },
): Promise<ValidatedRequest> {
  // Prism ignores the content type of a request without a body, so it gets an object for what is not JSON.
  const first = await prism(request, notJson === undefined ? value : {});
  const { operation } = first;
  const body = value === undefined ? undefined : withoutNulls(document, operation, request.body, value);
  const { violations } = body === value ? first : await prism(request, body);
  const url = readUrl(operation, request);
  const unsigned = violations.some(({ code }) => code === 401);
  const input = isObject(body) ? { ...url, ...(body as JsonObject) } : url;
  const found = { operation, body: value, input, unsigned };
  const errors = errorsOfBody(operation, validators, body);
  const permittedSince = findPermitted(errors.length > 0 ? later : [], String(operation.request), body);
  const inBody = errors.map((error) => ({
    ...violationOfBody(document, operation.request!, body, error),
    permittedSince: permittedSince(error),
  }));
  const error =
    wrongType(
      request,
      violations.find(({ code }) => code === 415),
    ) ??
    (notJson === undefined ? undefined : new RequestError('syntax', notJson)) ??
    wordViolations([...violationsOfUrl(document, operation, url, violations), ...inBody]) ??
    wordOthers(violations);
  return error ? { ...found, error } : found;
}

function wrongType({ headers, body }: ReceivedRequest, violation?: PrismViolation): RequestError | undefined {
  if (body.length === 0) return undefined;
  const type = headers['content-type'];
  if (type === undefined)
    return new RequestError('media-type', 'The request has a body but no Content-Type.');
  // Prism takes every type that ends in +json.
  if (violation || !/^application\/json\s*(;|$)/i.test(type)) {
    const supported = violation?.message ?? 'Supported content types: application/json';
    return new RequestError('media-type', `Content-Type is ${JSON.stringify(type)}. ${supported}.`);
  }
  const charset = /;\s*charset="?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return undefined;
  return new RequestError(
    'media-type',
    `The charset is ${JSON.stringify(charset)}, but JSON is sent as UTF-8.`,
  );
}

/** Reads the part of an operation's input that is in the URL of a request. */
export function readUrl(
  { path, parameters }: Operation,
  request: ReceivedRequest,
): Record<string, string | string[]> {
  const segments = request.path.split('/');
  const inPath = path.split('/').flatMap((part, index): [string, string][] => {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    return name === undefined ? [] : [[name, decode(segments[index] ?? '')]];
  });
  const inQuery = Object.entries(readQuery(request.query)).filter(([name]) =>
    parameters.some((parameter) => parameter.in === 'query' && parameter.name === name),
  );
  return Object.fromEntries([...inPath, ...inQuery]);
}

export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function errorsOfBody(
  { request }: Operation,
  validators: Map<string, Validator>,
  body: Json | undefined,
): ValidationError[] {
  const validator = request === undefined ? undefined : validators.get(request);
  if (body === undefined || !validator || validator(body)) return [];
  return validator.errors!;
}
