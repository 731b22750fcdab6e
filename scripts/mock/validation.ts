import { isUtf8 } from 'node:buffer';
import {
  componentName,
  type Document,
  type Json,
  type JsonObject,
  referenceTo,
  type Schema,
} from '../contract/document.ts';
import { findPermitted, type Validators, wordPermitted } from '../contract/generated.ts';
import type { Operation } from '../contract/operations.ts';
import { dropNulls, isObject, mergeReference } from '../contract/schema.ts';
import { type BrokenRule, findBrokenRule } from '../contract/violation.ts';
import { count, wordPath, wordReason } from '../contract/words.ts';
import type { MockContract } from './contract.ts';
import { decode, type ReceivedRequest, RequestError, readQuery } from './exchange.ts';

const mostReported = 5;

/** The result of validating a request. */
export interface ValidatedRequest {
  operation: Operation;
  /** The body as it was sent; undefined if there is none or it is not JSON. */
  body: Json | undefined;
  /** The properties of the body and of the URL, without those that are null. */
  input: JsonObject;
  unsigned: boolean;
  /** Why the request is refused, apart from a missing signature. */
  error?: RequestError | undefined;
}

/** An operation whose whole input is a JSON body, with the validator of the body. */
interface PlainOperation {
  operation: Operation;
  accepts: Validators[string];
}

interface ParsedBody {
  value?: Json;
  /** Why the body has no value. */
  error?: RequestError;
}

/** A rule that the input of a request breaks. */
interface BrokenInput extends BrokenRule {
  /** The date of the first revision that permits the value. */
  permittedSince?: string | undefined;
}

const plainType = /^application\/json(;\s*charset=utf-8)?$/i;

/**
 * Makes a function that validates requests; it throws if there is no such operation.
 *
 * Prism takes about twenty times as long as the rest of the mock, so the generated validators accept plain requests,
 * with an exact path, no query, a signature and JSON. Prism decides about all others.
 */
export async function createValidation(
  contract: MockContract,
): Promise<(request: ReceivedRequest) => ValidatedRequest | Promise<ValidatedRequest>> {
  const plain = findPlainOperations(contract);
  // Prism may not be able to serve a contract of the user's own.
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
    return validate(contract, request, body);
  };
}

function findPlainOperations(contract: MockContract): Map<string, PlainOperation> {
  const plain = contract.operations.filter(
    (operation) =>
      operation.parameters.length === 0 &&
      operation.request !== undefined &&
      needsOnlySignature(contract.document, operation),
  );
  return new Map(
    plain.map((operation) => [
      `${operation.method.toUpperCase()} ${operation.path}`,
      { operation, accepts: contract.validator(referenceTo(operation.request!)) },
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

/** Parses a body strictly: JSON in UTF-8 without a byte order mark. */
function parseBody(bytes: Buffer): ParsedBody {
  if (bytes.length === 0) return {};
  const refuse = (message: string) => ({ error: new RequestError('syntax', message) });
  if (!isUtf8(bytes)) return refuse('The body is not UTF-8.');
  const text = bytes.toString();
  if (text.startsWith('\uFEFF')) {
    return refuse('The body begins with a byte order mark, which JSON does not allow.');
  }
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return refuse(`The body is not JSON: ${(error as Error).message}.`);
  }
}

/** AWS's services treat a null property as absent. */
function withoutNulls(document: Document, { request }: Operation, bytes: Buffer, value: Json): Json {
  if (request === undefined || !bytes.includes('null')) return value;
  return dropNulls(document, referenceTo(request), value);
}

async function validate(
  contract: MockContract,
  request: ReceivedRequest,
  { value, error: notJson }: ParsedBody,
): Promise<ValidatedRequest> {
  const prism = await contract.startPrism();
  // Prism ignores the content type if there is no body, so it gets an object in place of invalid JSON.
  const first = await prism(request, notJson === undefined ? value : {});
  const { operation } = first;
  const body =
    value === undefined ? undefined : withoutNulls(contract.document, operation, request.body, value);
  const { violations } = body === value ? first : await prism(request, body);
  const url = readUrl(operation, request);
  return {
    operation,
    body: value,
    input: isObject(body) ? { ...url, ...(body as JsonObject) } : url,
    unsigned: violations.some(({ code }) => code === 401),
    error:
      wrongType(request) ??
      notJson ??
      wordViolations([
        ...findViolationsOfUrl(contract, operation, url),
        ...findViolationsOfBody(contract, operation, body),
      ]) ??
      // Violations that only Prism finds, in its own words.
      wordSentences(
        'constraint',
        violations.filter(({ code }) => code !== 401 && code !== 415),
        ({ message }) => `${message.replace(/\.$/, '')}.`,
      ),
  };
}

function wrongType({ headers, body }: ReceivedRequest): RequestError | undefined {
  if (body.length === 0) return undefined;
  const refuse = (message: string) => new RequestError('media-type', message);
  const type = headers['content-type'];
  if (type === undefined) return refuse('The request has a body but no Content-Type.');
  // Prism accepts every type that ends in +json.
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    return refuse(`Content-Type is ${JSON.stringify(type)}. Supported content types: application/json.`);
  }
  const charset = /;\s*charset="?([^";\s]*)/i.exec(type)?.[1] ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return undefined;
  return refuse(`The charset is ${JSON.stringify(charset)}, but JSON is sent as UTF-8.`);
}

/** Reads the part of an operation's input that is in the URL of a request. */
function readUrl(
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

function findViolationsOfUrl(
  { document, validator }: MockContract,
  { parameters }: Operation,
  url: Record<string, string | string[]>,
): BrokenInput[] {
  return parameters.flatMap(
    ({ name, in: place, required, schema: reference, style, explode }): BrokenInput[] => {
      // Prism reads the styles that AWS does not use.
      const isPlain = (place === 'path' || place === 'query') && style === undefined && explode === undefined;
      if (!isPlain || !reference) return [];
      const text = url[name];
      // Prism also treats an empty text as absent.
      if (text === undefined || text === '') {
        return required ? [{ path: [name], keyword: 'required', value: undefined }] : [];
      }
      const value = readText(document, reference, text);
      const validate = validator(reference);
      if (!validate || validate(value)) return [];
      const list = mergeReference(document, reference);
      return validate.errors!.map((error) => {
        const broken = findBrokenRule(document, componentName(reference) ?? '', error, value);
        const schema = broken.path.length > 0 ? mergeReference(document, list.items ?? {}) : list;
        return { schema, ...broken, path: [name, ...broken.path] };
      });
    },
  );
}

/** Converts the text of a URL parameter to the type of its schema. */
function readText(document: Document, reference: Schema, text: string | string[]): Json {
  const { type, items = {} } = mergeReference(document, reference);
  if (type === 'array') return [text].flat().map((item) => readText(document, items, item));
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  const isNumber = (type === 'integer' || type === 'number') && text !== '' && !Number.isNaN(Number(text));
  return isNumber ? Number(text) : text;
}

function findViolationsOfBody(
  { document, later, validator }: MockContract,
  operation: Operation,
  body: Json | undefined,
): BrokenInput[] {
  const { request } = operation;
  if (body === undefined || request === undefined) return [];
  const validate = validator(referenceTo(request));
  if (validate(body)) return [];
  const permittedSince = findPermitted(later, request, body);
  return validate.errors!.map((error) => ({
    ...findBrokenRule(document, request, error, body),
    permittedSince: permittedSince(error),
  }));
}

/** Reports only the most serious kind: a value of the wrong type cannot break a constraint. */
function wordViolations(violations: BrokenInput[]): RequestError | undefined {
  const unreadable = wordSentences('syntax', violations.filter(isUnreadable), (violation) => {
    return `${wordPath(violation.path) || 'The body'} ${wordRule(violation)}.`;
  });
  return (
    unreadable ??
    wordSentences('constraint', violations, (violation) => {
      const path = wordPath(violation.path);
      return `The value supplied for parameter '${path}' is not valid. It ${wordRule(violation)}.`;
    })
  );
}

function wordRule({ keyword, schema = {}, value, name, permittedSince }: BrokenInput): string {
  const since = permittedSince ? `; ${wordPermitted(permittedSince)}` : '';
  return wordReason(keyword, schema, value, name) + since;
}

/** Whether a value has the wrong type, or is a number that its type cannot represent. */
function isUnreadable({ keyword, value, schema = {} }: BrokenInput): boolean {
  if (keyword === 'type' || keyword === 'format') return true;
  if (typeof value !== 'number') return false;
  return !Number.isFinite(value) || (schema['format'] === 'int32' && Math.abs(value) > 2 ** 31);
}

/** Writes a sentence for each of the first violations; undefined without violations. */
function wordSentences<Found>(
  reason: 'syntax' | 'constraint',
  violations: Found[],
  word: (violation: Found) => string,
): RequestError | undefined {
  if (violations.length === 0) return undefined;
  const sentences = violations.slice(0, mostReported).map(word);
  const more = violations.length - sentences.length;
  if (more > 0) sentences.push(`And ${count(more, 'violation')} more.`);
  return new RequestError(reason, sentences.join(' '));
}
