import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-imagebuilder';
import { type Facts, requiredOrNot } from './differences.ts';

/**
 * A schema as the SDK carries it at run time: a bit vector for a simple type, an array for any other,
 * a function where the SDK refers to a schema, and a pair when a member adds traits to its type.
 */
type StaticSchema = number | readonly unknown[] | (() => StaticSchema);

/** The beginning of every array but a pair; what stands fifth and sixth depends on the kind. */
type NamedSchema = [
  kind: number,
  namespace: string,
  name: string,
  traits: Traits,
  first: StaticSchema,
  second: StaticSchema,
];

type MemberSchemas = [
  ...unused: [number, string, string, Traits],
  names: string[],
  types: StaticSchema[],
  required?: number,
];

interface Traits {
  http?: [method: string, path: string, status: number];
  error?: string;
  httpError?: number;
}

/** What a pair adds to the type of a member; bits where all of it is simple. */
interface MemberTraits {
  httpLabel?: number;
  httpQuery?: string;
  idempotencyToken?: number;
}

/** One member of a structure; the SDK counts no idempotency token as required, for it makes one up. */
interface Member {
  name: string;
  type: StaticSchema;
  required: boolean;
  traits: MemberTraits;
}

const labelBit = 0b001;
const tokenBit = 0b100;
const operationKind = 9;
const listBit = 0b0100_0000;
const mapBit = 0b1000_0000;
const simpleTypes: Record<number, string> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  4: 'timestamp',
  5: 'timestamp',
  6: 'timestamp',
  7: 'timestamp',
};

const exampleLine = /^(?:const input = |"<keys>": |(\w+): )?(?:([{[])(?:$| \/\/ (\w+))|Number\("(\w+)"\))/;

/**
 * States what the installed AWS SDK says of one operation: its run-time schemas, and for what those leave out
 * (which errors belong to the operation, whether a number is an integer) the documentation in its type declarations.
 *
 * @param operation the operation's name in AWS's model
 * @returns the same places as `contractFacts`; empty when the SDK has no such operation
 * @throws an error of `node:fs` when the SDK has the operation but not its declarations
 */
export async function sdkFacts(operation: string): Promise<Facts> {
  const schema = staticSchema(operation);
  if (!schema) return new Map();
  const [, , , traits, input, output] = schema as NamedSchema;
  const declarations = await readDeclarations(operation);
  const reader = new StructureReader(readNumberTypes(declarations));
  const facts = reader.facts
    .set(operation, traits.http?.join(' ') ?? 'no HTTP binding')
    .set(`${operation} output`, reader.describe(output, 'output'));
  reader.addInput(operation, structure(input));
  for (const [, name] of declarations.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)) {
    const error = staticSchema(name!) as NamedSchema;
    facts.set(`error ${name}`, `${error[3].httpError}, ${error[3].error} fault`);
    reader.addMembers(name!, error);
  }
  return facts;
}

/**
 * Lists the members of the inputs of all operations of the installed AWS SDK.
 *
 * @returns each member with the operation's name before it, and whether AWS marks it as an idempotency token
 */
export function sdkInputMembers(): { operation: string; member: string; idempotencyToken: boolean }[] {
  const operations = Object.values(sdk as Record<string, unknown>).filter(isOperation);
  return operations.flatMap(([, , operation, , input]) =>
    listMembers(structure(input)).map(({ name, traits }) => ({
      ...{ operation, member: name, idempotencyToken: Boolean(traits.idempotencyToken) },
    })),
  );
}

function isOperation(value: unknown): value is NamedSchema {
  return Array.isArray(value) && value[0] === operationKind;
}

function structure(reference: StaticSchema): readonly unknown[] {
  return (typeof reference === 'function' ? reference() : reference) as readonly unknown[];
}

/** Required members come first and are counted. */
function listMembers(schema: readonly unknown[]): Member[] {
  const [, , , , names, types, required = 0] = schema as MemberSchemas;
  return names.map((name, index) => ({
    ...{ name, type: types[index]!, required: index < required, traits: memberTraits(types[index]!) },
  }));
}

function memberTraits(type: StaticSchema): MemberTraits {
  if (!Array.isArray(type) || type.length !== 2) return {};
  const traits: number | MemberTraits = type[1];
  if (typeof traits !== 'number') return traits;
  return { httpLabel: traits & labelBit, idempotencyToken: traits & tokenBit };
}

/** A contract has one name for a member of the query, so another name on the wire is reported. */
function placeOf({ name, traits: { httpLabel, httpQuery } }: Member): string {
  if (httpLabel) return 'path';
  if (httpQuery === undefined) return 'body';
  return httpQuery === name ? 'query' : `query as ${httpQuery}`;
}

function staticSchema(name: string): readonly unknown[] | undefined {
  return (sdk as Record<string, unknown>)[`${name}$`] as readonly unknown[] | undefined;
}

/** The declarations are not exported as a file of the package, so they are found beside its entry point. */
async function readDeclarations(operation: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@aws-sdk/client-imagebuilder');
  return readFile(join(dirname(entry), `../dist-types/commands/${operation}Command.d.ts`), 'utf8');
}

/** Reads `Number("int")` and the like out of the example call, whose comments name each shape as it opens. */
function readNumberTypes(declarations: string): Map<string, string> {
  const types = new Map<string, string>();
  const open: { structure?: string; place: string }[] = [];
  for (const line of declarations.split('\n')) {
    const text = line.replace(/^ \* (?:\/\/ )?\s*/, '');
    const [, member, bracket, shape, number] = exampleLine.exec(text) ?? [];
    const parent = open.at(-1);
    const place = member ? `${parent?.structure}.${member}` : (parent?.place ?? '');
    if (bracket) open.push(bracket === '{' ? { structure: shape!, place } : { place });
    else if (number) types.set(place, number.replace(/^int$/, 'integer'));
    else if (/^[}\]]/.test(text)) open.pop();
  }
  return types;
}

class StructureReader {
  readonly facts: Facts = new Map();
  readonly #numberTypes: Map<string, string>;

  constructor(numberTypes: Map<string, string>) {
    this.#numberTypes = numberTypes;
  }

  /** Names the type that stands at a place and adds the structures that it leads to. */
  describe(reference: StaticSchema, place: string): string {
    if (typeof reference === 'function') return this.describe(reference(), place);
    if (typeof reference === 'number') return this.#describeSimple(reference, place);
    if (reference.length === 2) return this.describe(reference[0] as StaticSchema, place);
    const [kind, , name, , item, value] = reference as NamedSchema;
    if (kind === 0) return this.describe(item, place);
    if (kind === 1) return `list of ${this.describe(item, place)}`;
    if (kind === 2) return `map of ${this.describe(value, place)}`;
    if (!this.facts.has(`structure ${name}`)) {
      this.facts.set(`structure ${name}`, 'present');
      this.addMembers(name, reference);
    }
    return name;
  }

  /** Adds the members of an operation's input with the place where each is sent. */
  addInput(operation: string, schema: readonly unknown[]): void {
    const [, , owner] = schema as NamedSchema;
    const members = listMembers(schema);
    const hasBody = members.some((member) => placeOf(member) === 'body');
    this.facts.set(`${operation} body`, hasBody ? owner : 'nothing');
    for (const member of members) {
      const statement = `${this.#describeMember(owner, member)}, in the ${placeOf(member)}`;
      this.facts.set(`${operation} input.${member.name}`, statement);
    }
  }

  /** Adds the members of a structure. */
  addMembers(owner: string, schema: readonly unknown[]): void {
    for (const member of listMembers(schema)) {
      this.facts.set(`${owner}.${member.name}`, this.#describeMember(owner, member));
    }
  }

  #describeMember(owner: string, { name, type, required, traits }: Member): string {
    const described = this.describe(type, `${owner}.${name}`);
    if (traits.idempotencyToken) return described + requiredOrNot;
    return required ? `${described}, required` : described;
  }

  #describeSimple(bits: number, place: string): string {
    if (bits & listBit) return `list of ${this.#describeSimple(bits & ~listBit, place)}`;
    if (bits & mapBit) return `map of ${this.#describeSimple(bits & ~mapBit, place)}`;
    const type = simpleTypes[bits] ?? `type ${bits}`;
    return type === 'number' ? (this.#numberTypes.get(place) ?? type) : type;
  }
}
