import { gunzipSync } from 'node:zlib';
import type { Entry } from 'har-format';
import type { Document, Json } from '../contract/document.ts';
import { JsonText, placeInString } from '../contract/json-text.ts';
import { type Operation, responseSchema } from '../contract/operations.ts';
import { pointerTo, type Source, type Within } from '../contract/violation.ts';
import { bareName } from '../runtime/errors.ts';

/** The body of a request or a response in a recording. */
export interface RecordedBody {
  /** The schema that the contract has for it. */
  schema: string;
  /** The recording, and the string in it that holds the body. */
  source: Source;
  /** Why there is nothing to validate. */
  missing?: string;
}

/** A request to an operation of the contract and its response, as far as they were recorded. */
export interface RecordedExchange {
  operation: Operation;
  /** The parameters in the query of the URL. */
  query: Record<string, string>;
  /** Absent when the operation has no body for it. */
  request?: RecordedBody;
  response?: RecordedBody;
  /** The name of the error that was returned. */
  error?: string;
}

/** An exchange as a recorder may have written it: every part can be absent or of another type. */
type Unchecked<Type> = Type extends object ? { [Key in keyof Type]?: Unchecked<Type[Key]> } | null : unknown;

const longestBody = 1 << 28;

/** Lists the entries of a HAR recording; undefined when the value is not one. */
export function entriesOf(value: Json): Unchecked<Entry>[] | undefined {
  const entries = (value as { log?: { entries?: unknown } } | null)?.log?.entries;
  return Array.isArray(entries) ? entries : undefined;
}

/** Lists the exchanges of a recording that call an operation of the contract. */
export function readRecording(
  document: Document,
  operations: Operation[],
  entries: Unchecked<Entry>[],
  source: Source,
): RecordedExchange[] {
  return entries.flatMap((entry, index) => {
    const operation = matchOperation(document, operations, entry?.request?.method, entry?.request?.url);
    return operation ? [readExchange(document, operation, entry!, index, source)] : [];
  });
}

/** Finds the operation of a method and a URL, whatever the host; the contract's servers may have a path. */
function matchOperation(
  document: Document,
  operations: Operation[],
  method: unknown,
  url: unknown,
): Operation | undefined {
  if (typeof method !== 'string' || typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { pathname } = new URL(url);
  const bases = [...new Set(document.servers.map((server) => server.url.replace(/^\w+:\/\/[^/]+|\/$/g, '')))];
  return operations.find(
    (operation) =>
      operation.method === method.toLowerCase() &&
      bases.some((base) => pathPattern(base + operation.path).test(pathname)),
  );
}

function pathPattern(template: string): RegExp {
  const parts = template.split(/\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

function readExchange(
  document: Document,
  operation: Operation,
  { request, response }: NonNullable<Unchecked<Entry>>,
  index: number,
  { json, path }: Source,
): RecordedExchange {
  const at = [...path, 'log', 'entries', String(index)];
  const of = `of ${operation.id} (entry ${index + 1})`;
  const query = Object.fromEntries(new URL(String(request?.url)).searchParams);
  const exchange: RecordedExchange = { operation, query };
  if (operation.request) {
    const place = { json, path: [...at, 'request', 'postData'], subject: `request ${of}` };
    exchange.request = readBody(operation.request, place, request?.postData);
  }
  const status = Number(response?.status ?? 0);
  const schema = responseSchema(document, operation, status);
  // A browser records an exchange that was broken off with status 0, other recorders without a response.
  if (schema && status > 0) {
    const place = { json, path: [...at, 'response', 'content'], subject: `response ${status} ${of}` };
    exchange.response = readBody(schema, place, response?.content);
  }
  const error = readErrorName(response?.headers);
  return error === undefined ? exchange : { ...exchange, error };
}

function readErrorName(headers: unknown): string | undefined {
  if (!Array.isArray(headers)) return undefined;
  const header = headers.find((each) => /^x-amzn-errortype$/i.test(String(each?.name)));
  return header && bareName(String(header.value));
}

function readBody(schema: string, place: Source, part: unknown): RecordedBody {
  const { text, encoding } = (part ?? {}) as { text?: unknown; encoding?: unknown };
  if (typeof text === 'string') {
    const within = openBody(place.json, [...place.path, 'text'], text, encoding);
    return { schema, source: { ...place, within, path: [] } };
  }
  const missing =
    text === undefined || text === null ? 'the recording has no body' : 'the recorded body is not text';
  return { schema, source: { ...place, path: place.path.slice(0, -2) }, missing };
}

function openBody(json: JsonText, path: string[], text: string, encoding: unknown): Within {
  const literal = json.locate(path)!;
  const decoded = /^base64$/i.test(String(encoding)) ? decodeBase64(text) : undefined;
  return {
    pointer: pointerTo(path),
    json: new JsonText(decoded ?? text),
    place: (offset) => (decoded === undefined ? placeInString(json.text, literal, offset) : literal.start),
  };
}

/** Decodes a body; undefined when it is plain JSON, which some recorders mark as Base64. */
function decodeBase64(text: string): string | undefined {
  if (/^\s*[[{"]/.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: longestBody }).toString('utf8');
  } catch {
    return bytes.toString('utf8');
  }
}
