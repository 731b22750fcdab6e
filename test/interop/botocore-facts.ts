import type { Facts } from '../aws/differences.ts';
import { runPython } from './python.ts';

interface Shape {
  type: string;
  members?: Record<string, { shape: string; documentation?: string; location?: string }>;
  member?: { shape: string };
  key?: { shape: string };
  value?: { shape: string };
  required?: string[];
  error?: { httpStatusCode: number };
  [trait: string]: unknown;
}

interface BotocoreOperation {
  http: { method: string; requestUri: string; responseCode?: number };
  input?: { shape: string };
  output?: { shape: string };
  errors?: { shape: string }[];
}

/** What botocore ships about one service. */
export interface Botocore {
  version: string;
  model: {
    metadata: { apiVersion: string; signingName: string };
    operations: Record<string, BotocoreOperation>;
    shapes: Record<string, Shape>;
  };
  paginators: Record<
    string,
    Record<'input_token' | 'output_token' | 'result_key', string> & { limit_key?: string }
  >;
  /** What the endpoint rules make of each region and variant; null where the partition lacks the variant. */
  hosts: { region: string; fips: boolean; dualStack: boolean; url: string | null }[];
}

/**
 * Reads the service model out of the pinned botocore.
 *
 * @param service the service's name in botocore
 * @param regions regions to resolve hosts for
 * @returns the model, the paginators and the hosts
 * @throws {Error} when Python or botocore cannot be had; see `runPython`
 */
export async function readBotocore(service: string, regions: string[]): Promise<Botocore> {
  return JSON.parse(await runPython('test/interop/dump_botocore.py', [service, ...regions]));
}

/**
 * States what botocore says of one operation, every constraint included.
 *
 * @param botocore what `readBotocore` returned
 * @param name the operation's name in AWS's model
 * @returns the same places as `contractShapes`; empty when botocore has no such operation
 */
export function botocoreFacts({ model, paginators }: Botocore, name: string): Facts {
  const operation = model.operations[name];
  if (!operation) return new Map();
  const { method, requestUri, responseCode = 200 } = operation.http;
  const facts: Facts = new Map([
    [name, `${method} ${requestUri} ${responseCode}`],
    [`${name} input`, operation.input?.shape ?? 'nothing'],
    [`${name} output`, operation.output?.shape ?? 'nothing'],
  ]);
  const errors = operation.errors?.map(({ shape }) => shape) ?? [];
  for (const error of errors) facts.set(`error ${error}`, `${model.shapes[error]!.error?.httpStatusCode}`);
  for (const shape of [operation.input?.shape, operation.output?.shape, ...errors]) {
    if (shape) addShape(model.shapes, facts, shape);
  }
  const filters = readFilters(model.shapes[operation.input?.shape ?? '']);
  if (filters.length) facts.set(`${name} filters`, filters.join(', '));
  for (const [key, value] of Object.entries(paginators[name] ?? {})) {
    if (typeof value === 'string') facts.set(`paginator ${key}`, value);
  }
  return facts;
}

/** The model types a filter's name as any word; its values stand as a list in the documentation of the request. */
function readFilters(input: Shape | undefined): string[] {
  const prose = Object.values(input?.members ?? {}).map(({ documentation }) => documentation);
  return [...prose.join().matchAll(/<li> *<p> *<code>(\w+)<\/code>/g)]
    .map(([, filter]) => filter!)
    .toSorted();
}

function addShape(shapes: Record<string, Shape>, facts: Facts, name: string): void {
  if (facts.has(name)) return;
  const { type, members = {}, member, key, value, required, min, max, pattern, enum: values } = shapes[name]!;
  facts.set(name, type);
  const traits = { 'list of': member?.shape, 'map of': value?.shape, min, max, pattern, enum: values };
  for (const [trait, stated] of Object.entries(traits)) {
    if (stated !== undefined) facts.set(`${name} ${trait}`, String(stated));
  }
  if (required) facts.set(`${name} required`, required.toSorted().join(', '));
  for (const [memberName, { shape }] of Object.entries(members)) facts.set(`${name}.${memberName}`, shape);
  for (const used of [member, key, value, ...Object.values(members)]) {
    if (used) addShape(shapes, facts, used.shape);
  }
}
