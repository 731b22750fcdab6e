import {
  componentName,
  type Document,
  type Json,
  type JsonObject,
  type Schema,
} from '../contract/document.ts';
import { itemSchema, type Operation, responseSchema } from '../contract/operations.ts';
import { isObject } from '../contract/schema.ts';
import { describeUnreadable, locate, type Source, type Violation } from '../contract/violation.ts';
import { wordPath } from '../contract/words.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { type SchemaTree, schemaTree } from './schema-tree.ts';

/** What a document can be without anybody naming its schema. */
export interface Candidate {
  schema: string;
  kind: 'request' | 'response' | 'item' | 'error';
  operation: Operation;
  properties: Record<string, Schema>;
  tree: SchemaTree;
}

/** Names that the AWS CLI, boto3 and the SDK for JavaScript add to a response. */
export const toolProperties: ReadonlySet<string> = new Set(['NextToken', 'ResponseMetadata', '$metadata']);

/** An object with more unknown names than this is not a misspelt request. */
const mostCompared = 50;
const mostNamed = 5;

/** Lists what a document can be: for each operation a request, a response, a listed item or an error. */
export function listCandidates(document: Document, operations: Operation[]): Candidate[] {
  const candidates = new Map<string, Candidate>();
  for (const operation of operations) {
    const add = (kind: Candidate['kind'], schema: string | undefined) => {
      if (schema === undefined) return;
      const { properties = {} } = document.components.schemas[schema] ?? {};
      candidates.set(schema, { schema, kind, operation, properties, tree: schemaTree(document, schema) });
    };
    add('request', operation.request);
    add('response', operation.response);
    add('item', componentName(itemSchema(document, operation) ?? {}));
    for (const status of Object.keys(operation.object.responses))
      if (!status.startsWith('2')) add('error', responseSchema(document, operation, Number(status)));
  }
  return [...candidates.values()];
}

/**
 * Recognizes what an object is: the candidates that know most of its properties by their exact names. Of a closed schema,
 * whose validator reports every name that it does not know, near names count as well.
 *
 * @returns the candidates that know the largest share; none when nobody knows more of the properties than it does not
 */
export function recognize(value: JsonObject, candidates: Candidate[]): Candidate[] {
  const names = namesOf(value);
  const exact = bestOf(candidates, names, (candidate) => countKnown(value, names, candidate));
  if (exact.length > 0 || names.length > mostCompared) return exact;
  const closed = candidates.filter(({ tree }) => !tree.open);
  return bestOf(closed, names, ({ tree }) => {
    const known = names.filter((name) => nearestName(name, tree.properties.keys())).length;
    return { known, unknown: names.length - known };
  });
}

function bestOf(
  candidates: Candidate[],
  names: string[],
  countOf: (candidate: Candidate) => { known: number; unknown: number },
): Candidate[] {
  let best: Candidate[] = [];
  let most = 0;
  for (const candidate of candidates) {
    const { known, unknown } = countOf(candidate);
    if (known < most || (names.length > 0 && known <= unknown)) continue;
    best = known === most ? [...best, candidate] : [candidate];
    most = known;
  }
  return best;
}

function namesOf(value: JsonObject): string[] {
  return Object.keys(value).filter((name) => !toolProperties.has(name));
}

/** A property that is known with other values counts as neither known nor unknown. */
function countKnown(value: JsonObject, names: string[], candidate: Candidate) {
  const known = names.filter((name) => candidate.tree.properties.has(name));
  const others = known.filter((name) => hasOtherValue(value, name, candidate));
  return { known: known.length - others.length, unknown: names.length - known.length };
}

/** Whether a property of an open set has a value that is not known, which says nothing about what the object is. */
function hasOtherValue(value: JsonObject, name: string, { properties }: Candidate): boolean {
  const known = properties[name]?.['x-extensible-enum'];
  return typeof value[name] === 'string' && known?.includes(value[name]) === false;
}

/** Why a value was not recognized, and what may help. */
export interface Unrecognized {
  message: string;
  suggestion: string;
}

/** Explains to a user why an object is none of the candidates. */
export function explain(value: Json, candidates: Candidate[]): Unrecognized {
  const suggestion = 'name the schema with --as';
  if (!isObject(value)) return { message: 'not recognized: not an object', suggestion };
  const names = namesOf(value);
  const known = (candidate: Candidate) => names.filter((name) => candidate.tree.properties.has(name));
  const best = candidates.toSorted((one, other) => known(other).length - known(one).length)[0];
  const found = best ? known(best) : [];
  if (best && found.length > 0) {
    const others = found.filter((name) => hasOtherValue(value, name, best));
    const share = `${found.length} of its ${names.length} properties (${listNames(found)})`;
    const has =
      others.length > 0 ? `${share}, but knows other values of ${listNames(others)}` : `only ${share}`;
    return { message: `not recognized: ${best.schema} has ${has}`, suggestion };
  }
  return {
    message: `not recognized: nothing in the contract has its properties (${listNames(names)})`,
    suggestion: suggestNames(names, candidates) ?? suggestion,
  };
}

/** Explains why a value cannot be what it was said to be. */
export function explainForeign(value: object, tree: SchemaTree, candidates: Candidate[]): Unrecognized {
  const names = Object.keys(value);
  const [candidate] = isObject(value) ? recognize(value as JsonObject, candidates) : [];
  const message = `not recognized: ${tree.name} has none of its properties (${listNames(names)})`;
  if (candidate && candidate.schema !== tree.name)
    return { message, suggestion: `it looks like ${withArticle(candidate.schema)}` };
  const meant = nearestNames(names, tree);
  return { message, suggestion: meant ? `did you mean ${meant}?` : 'check the file' };
}

function suggestNames(names: string[], candidates: Candidate[]): string | undefined {
  for (const { tree, schema } of candidates) {
    const meant = nearestNames(names, tree);
    if (meant) return `did you mean ${meant} of ${schema}?`;
  }
  return undefined;
}

function nearestNames(names: string[], { properties }: SchemaTree): string {
  const nearest = names.slice(0, mostNamed).map((name) => nearestName(name.slice(0, 100), properties.keys()));
  return nearest.filter((name) => name !== undefined).join(', ');
}

function listNames(names: string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => wordPath([name.slice(0, 60)]));
  return shown.join(', ') + (names.length > mostNamed ? ', …' : '');
}

function withArticle(name: string): string {
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Describes a value that was not recognized. */
export function describeUnrecognized(source: Source, message: string, suggestion?: string): Violation {
  const words = `${wordPath(source.path)} ${message}`.trim();
  return describeUnreadable(source, 'unrecognized', locate(source, source.path), words, suggestion);
}

/** The event that EventBridge wraps a finding in. */
export function eventDetail(value: Json): JsonObject | undefined {
  if (!isObject(value) || typeof value['detail-type'] !== 'string') return undefined;
  return isObject(value['detail']) ? value['detail'] : undefined;
}
