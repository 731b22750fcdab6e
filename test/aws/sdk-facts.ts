import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as sdk from '@aws-sdk/client-imagebuilder';
import type { Facts } from './differences.ts';

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
    .set(`${operation} input`, reader.describe(input, 'input'))
    .set(`${operation} output`, reader.describe(output, 'output'));
  for (const [, name] of declarations.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)) {
    const error = staticSchema(name!) as NamedSchema;
    facts.set(`error ${name}`, `${error[3].httpError}, ${error[3].error} fault`);
    reader.addMembers(name!, error);
  }
  return facts;
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

  /** Adds the members of a structure; its required members come first and are counted. */
  addMembers(owner: string, schema: readonly unknown[]): void {
    const [, , , , names, types, required = 0] = schema as MemberSchemas;
    for (const [index, name] of names.entries()) {
      const type = this.describe(types[index]!, `${owner}.${name}`);
      this.facts.set(`${owner}.${name}`, index < required ? `${type}, required` : type);
    }
  }

  #describeSimple(bits: number, place: string): string {
    if (bits & listBit) return `list of ${this.#describeSimple(bits & ~listBit, place)}`;
    if (bits & mapBit) return `map of ${this.#describeSimple(bits & ~mapBit, place)}`;
    const type = simpleTypes[bits] ?? `type ${bits}`;
    return type === 'number' ? (this.#numberTypes.get(place) ?? type) : type;
  }
}
