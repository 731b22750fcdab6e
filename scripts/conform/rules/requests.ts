import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { componentName, type Document, parsePointer, type Schema } from '../../contract/document.ts';
import { type Contract, findFile } from '../../contract/generated.ts';
import type { Operation } from '../../contract/operations.ts';
import { findDeclaration } from '../../contract/schema.ts';
import type { ValidationError } from '../../contract/validator.ts';
import { errorName } from '../sender.ts';
import type { Subject } from '../subject.ts';
import type { Case, CaseRule, Conversation, Request, Violation } from '../types.ts';
import { causesOf, isTypeError, refuse } from './cases.ts';

/** A request body, and what the contract says about it. */
interface Vector {
  title: string;
  body: Record<string, unknown>;
  errors: ValidationError[];
}

/** Rules about what a request may say: one for valid requests, and one for each keyword that a request can break. */
export async function createRequestRules(contract: Contract): Promise<CaseRule[]> {
  const vectors = new Map<Operation, Vector[]>();
  for (const operation of contract.operations) vectors.set(operation, await listVectors(contract, operation));
  const names = [...new Set([...vectors.values()].flat().map(ruleName))].sort();
  return names.map((name) => ({
    name,
    statement:
      name === validRule
        ? 'A valid request is accepted.'
        : `A request that breaks ${keywordOf(name)} is refused.`,
    pointer: 'requestBody',
    cases: (subject) =>
      vectors
        .get(subject.operation)!
        .filter((vector) => ruleName(vector) === name)
        .map((vector) => vectorCase(subject, vector)),
  }));
}

const validRule = 'request-valid';

function ruleName({ errors }: Vector): string {
  if (errors.length === 0) return validRule;
  const { keyword } = errors.find(isTypeError) ?? errors[0]!;
  return `request-${keyword.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function keywordOf(name: string): string {
  return name.replace('request-', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Every test vector of a schema that is part of the request, inside a request that is otherwise as small as possible. */
async function listVectors(contract: Contract, { request }: Operation): Promise<Vector[]> {
  if (request === undefined) return [];
  const validate = contract.validators[`validate${request}`]!;
  const vectors = new Map<string, Vector>();
  for (const { name, wrap } of findPlaces(contract.document, request)) {
    const beside = boundsOf(contract.document.components.schemas[name]!);
    for (const { description, document } of [...(await readVectors(contract, name)), ...beside]) {
      const body = wrap(document) as Vector['body'];
      const key = JSON.stringify(body);
      // AWS takes a property that is null for an absent one, so servers may do either.
      if (vectors.has(key) || hasNull(body)) continue;
      const errors = validate(body) ? [] : [...(validate.errors as ValidationError[])];
      vectors.set(key, { title: `${name}: ${description}`, body, errors });
    }
  }
  return [...vectors.values()];
}

/** Reads the test vectors of a schema; none if it has no file of them. A revision has the documents of the base. */
async function readVectors(
  { folder }: Contract,
  schema: string,
): Promise<{ description: string; document: unknown }[]> {
  const own = join(folder, 'conformance');
  const file = join(existsSync(own) ? own : findFile('generated/conformance'), `${schema}.json`);
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')).vectors : [];
}

/** The vectors are those of the base; a revision may have other bounds. */
function boundsOf({ minimum, maximum }: Schema): { description: string; document: unknown }[] {
  const numbers = [minimum, maximum].filter((bound) => typeof bound === 'number');
  const near = new Set(numbers.flatMap((bound) => [bound - 1, bound, bound + 1]));
  return [...near].map((number) => ({ description: String(number), document: number }));
}

interface Place {
  name: string;
  wrap: (value: unknown) => unknown;
}

function findPlaces(
  document: Document,
  name: string,
  within: string[] = [],
  wrap: Place['wrap'] = (value) => value,
): Place[] {
  if (within.includes(name)) return [];
  const { properties = {}, items } = document.components.schemas[name]!;
  const inner: [string | undefined, Place['wrap']][] = Object.entries(properties).map(
    ([property, schema]) => [componentName(schema), (value) => wrap({ [property]: value })],
  );
  if (items) inner.push([componentName(items), (value) => wrap([value])]);
  const places = inner.flatMap(([part, wrapPart]) =>
    part === undefined ? [] : findPlaces(document, part, [...within, name], wrapPart),
  );
  return [{ name, wrap }, ...places];
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const parts = Object.values(value);
  return (!Array.isArray(value) && parts.includes(null)) || parts.some(hasNull);
}

function vectorCase(subject: Subject, { title, body, errors }: Vector): Case {
  const request = { ...subject.request({}), body: JSON.stringify(body) };
  if (errors.length === 0)
    return { title, run: (conversation) => acceptValid(conversation, subject, request, body) };
  return {
    title,
    pointer: findBroken(subject, errors[0]!),
    run: (conversation) => refuse(conversation, request, causesOf(errors, body)),
  };
}

/** Finds where the contract has what a request breaks. */
export function findBroken(
  { contract, operation }: Subject,
  { instancePath, keyword }: ValidationError,
): string | undefined {
  return findDeclaration(contract.document, operation.request!, parsePointer(instancePath), keyword)?.pointer;
}

/** The server cannot have issued the token of a vector, so it may accept the request and still not know the token. */
async function acceptValid(
  conversation: Conversation,
  { operation }: Subject,
  request: Request,
  body: Vector['body'],
): Promise<Violation | undefined> {
  const exchange = await conversation.send(request);
  const { status } = exchange.response;
  const tokenError = operation.errors.find(({ cause }) => cause === 'pagination-token');
  const hasToken = operation.paginated && body?.[operation.paginated.inputToken] !== undefined;
  if (status === operation.status || (hasToken && errorName(exchange.response) === tokenError?.name))
    return undefined;
  return {
    reason: `a valid request got the status ${status}, ${errorName(exchange.response) ?? 'no error name'}`,
  };
}
