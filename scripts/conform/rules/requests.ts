import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { componentName, type Document, type Schema } from '../../contract/document.ts';
import { type Contract, findFile } from '../../contract/generated.ts';
import { kebabCase, type Operation } from '../../contract/operations.ts';
import type { Input, OperationClient } from '../operation-client.ts';
import type { Case, CaseRule } from '../rule.ts';
import { errorName } from '../sender.ts';
import { invalidRequest, isTypeError } from './cases.ts';

/** A request body, and the keyword of the contract that it breaks; undefined if it is valid. */
interface Vector {
  title: string;
  body: Input;
  keyword: string | undefined;
}

/** Creates rules about the body of a request: one for valid requests, and one for each keyword that they can break. */
export async function createRequestRules(contract: Contract): Promise<CaseRule[]> {
  const vectors = new Map<Operation, Vector[]>();
  for (const operation of contract.operations) vectors.set(operation, await listVectors(contract, operation));
  const keywords = new Set([...vectors.values()].flat().map(({ keyword }) => keyword));
  const rules = [...keywords].map(
    (wanted): CaseRule => ({
      name: `request-${kebabCase(wanted ?? 'valid')}`,
      statement: wanted ? `A request that breaks ${wanted} is refused.` : 'A valid request is accepted.',
      pointer: 'requestBody',
      cases: (client) => {
        const matching = vectors.get(client.operation)!.filter(({ keyword }) => keyword === wanted);
        return matching.map((vector) => vectorCase(client, vector));
      },
    }),
  );
  return rules.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Lists the test vectors of all schemas of a request, each inside an otherwise minimal request. */
async function listVectors(contract: Contract, { request }: Operation): Promise<Vector[]> {
  const { document, validators } = contract;
  const validate = validators[`validate${request}`]!;
  const vectors = new Map<string, Vector>();
  for (const { name, wrap } of findParts(document, request)) {
    const beside = boundsOf(document.components.schemas[name]!);
    for (const vector of [...(await readVectors(contract, name)), ...beside]) {
      const body = wrap(vector.document) as Input;
      const key = JSON.stringify(body);
      // AWS takes a property that is null for an absent one, so servers may do either.
      if (vectors.has(key) || hasNull(body)) continue;
      const errors = validate(body) ? [] : validate.errors!;
      const { keyword } = errors.find(isTypeError) ?? errors[0] ?? {};
      vectors.set(key, { title: `${name}: ${vector.description}`, body, keyword });
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
  const bounds = [minimum, maximum].filter((bound) => typeof bound === 'number');
  const near = new Set(bounds.flatMap((bound) => [bound - 1, bound, bound + 1]));
  return [...near].map((number) => ({ description: String(number), document: number }));
}

/** A schema, and how a value of it becomes a part of the whole. */
interface Part {
  name: string;
  wrap: (value: unknown) => unknown;
}

/** Finds the named schemas that a schema is made of, and the schema itself. */
function* findParts(
  document: Document,
  name: string | undefined,
  wrap: Part['wrap'] = (value) => value,
  outer: string[] = [],
): Generator<Part> {
  if (name === undefined || outer.includes(name)) return;
  yield { name, wrap };
  const { properties = {}, items } = document.components.schemas[name]!;
  const path = [...outer, name];
  for (const [property, schema] of Object.entries(properties))
    yield* findParts(document, componentName(schema), (value) => wrap({ [property]: value }), path);
  if (items) yield* findParts(document, componentName(items), (value) => wrap([value]), path);
}

function hasNull(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const parts = Object.values(value);
  return (!Array.isArray(value) && parts.includes(null)) || parts.some(hasNull);
}

function vectorCase(client: OperationClient, { title, body, keyword }: Vector): Case {
  const request = { ...client.request({}), body: JSON.stringify(body) };
  if (keyword !== undefined) return invalidRequest(client, title, request, body);
  const { errors, status, paginated } = client.operation;
  // No server can have issued the token of a vector, so it may accept the request and still not know the token.
  const hasToken = paginated && body?.[paginated.inputToken] !== undefined;
  const tokenError = errors.find(({ cause }) => cause === 'pagination-token');
  return {
    title,
    run: async (conversation) => {
      const { response } = await conversation.send(request);
      const name = errorName(response);
      if (response.status === status || (hasToken && name === tokenError?.name)) return undefined;
      return { reason: `a valid request got the status ${response.status}, ${name ?? 'no error name'}` };
    },
  };
}
