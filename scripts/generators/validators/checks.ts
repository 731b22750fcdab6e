import { _, type Code, Name } from 'ajv/dist/2020.js';
import { componentName, type Schema } from '../../contract/document.ts';

interface Writer {
  schemas: Record<string, Schema>;
  /** The variable of each pattern. */
  patterns: Map<string, string>;
  /** Functions for lists and objects without a name of their own. */
  parts: string[];
}

/** Writes, as JavaScript, the condition of a keyword; `limit` is the keyword's value. */
type Condition = (limit: never, value: string, patternOf: (source: string) => string) => string;

interface Scalar {
  test: (value: string) => string;
  conditions: Record<string, Condition>;
}

const bounds: Record<string, Condition> = {
  minimum: (limit, value) => `${value} >= ${limit}`,
  maximum: (limit, value) => `${value} <= ${limit}`,
  exclusiveMinimum: (limit, value) => `${value} > ${limit}`,
  exclusiveMaximum: (limit, value) => `${value} < ${limit}`,
};

/** The types of JSON without parts: how to test for them, and their keywords. */
const scalars: Record<string, Scalar> = {
  null: { test: (value) => `${value} === null`, conditions: {} },
  boolean: { test: (value) => `typeof ${value} === 'boolean'`, conditions: {} },
  integer: { test: (value) => `Number.isInteger(${value})`, conditions: bounds },
  number: { test: (value) => `Number.isFinite(${value})`, conditions: bounds },
  string: {
    test: (value) => `typeof ${value} === 'string'`,
    conditions: {
      minLength: (limit, value) => `${writeLengthCondition('minLength', limit, new Name(value))}`,
      maxLength: (limit, value) => `${writeLengthCondition('maxLength', limit, new Name(value))}`,
      pattern: (source, value, patternOf) => `${patternOf(source)}.test(${value})`,
    },
  },
};

const anyScalar = ['$ref', 'type', 'enum', 'const'];
const keywordsOf: Record<string, string[]> = {
  ...Object.fromEntries(
    Object.entries(scalars).map(([type, { conditions }]) => [
      type,
      [...anyScalar, ...Object.keys(conditions)],
    ]),
  ),
  array: ['type', 'items', 'minItems', 'maxItems'],
  object: ['type', 'properties', 'required', 'additionalProperties'],
};

/**
 * Writes functions that stop at the first violation, for the keywords that contracts mostly consist of.
 * A schema with another keyword is left to its collector, which knows all of them.
 *
 * @returns a module that exports `accept<Shape>` for each schema, and imports from `runtime/` and from `collectors`
 */
export function writeChecks(schemas: Record<string, Schema>): string {
  const writer: Writer = { schemas, patterns: new Map(), parts: [] };
  const checks = Object.entries(schemas).map(([shape, schema]) => {
    const body = isCheckable(schema) ? writeBody(writer, schema) : `return collect${shape}(value);`;
    return `export function accept${shape}(value) {\n${body}\n}`;
  });
  const patterns = [...writer.patterns].map(
    ([pattern, name]) => `const ${name} = /* @__PURE__ */ new RegExp(${JSON.stringify(pattern)}, "u");`,
  );
  const collectors = Object.keys(schemas).map((shape) => `collect${shape}`);
  const imports = [
    `import { ${collectors.join(', ')} } from "collectors";`,
    'import { hasPairs } from "runtime/support.ts";',
  ];
  return [...imports, ...patterns, ...writer.parts, ...checks].join('\n');
}

/**
 * Writes the condition that a string fulfils `minLength` or `maxLength`, which count code points.
 * A string has at most as many code points as code units and at least half as many, so most strings need no count.
 */
export function writeLengthCondition(keyword: string, limit: number, text: Code): Code {
  const hasPairs = new Name('hasPairs');
  const length = _`${text}.length`;
  if (keyword === 'maxLength') {
    return _`(${length} <= ${limit} || (${length} <= ${2 * limit} && ${hasPairs}(${text}, ${length} - ${limit})))`;
  }
  if (limit < 2) return _`${length} >= ${limit}`;
  const surely = _`${length} >= ${2 * limit - 1}`;
  return _`(${length} >= ${limit} && (${surely} || !${hasPairs}(${text}, ${length} - ${limit - 1})))`;
}

function isCheckable(schema: Schema): boolean {
  if (typeof schema !== 'object') return false;
  const { type, properties = {}, items, additionalProperties, const: constant = null } = schema;
  const known = type === undefined ? anyScalar : keywordsOf[type];
  const values = [...(schema.enum ?? []), constant];
  return (
    known !== undefined &&
    Object.keys(schema).every((keyword) => known.includes(keyword)) &&
    values.every((value) => typeof value !== 'object' || value === null) &&
    ['undefined', 'boolean'].includes(typeof additionalProperties) &&
    [...Object.values(properties), ...(items === undefined ? [] : [items])].every(isCheckable)
  );
}

/** Writes the statements of a function whose parameter is `value`. */
function writeBody(writer: Writer, schema: Schema): string {
  if (schema.type === 'object') return writeProperties(writer, schema);
  if (schema.type === 'array') return writeItems(writer, schema);
  return `return ${writeCondition(writer, schema, 'value')};`;
}

function writeProperties(writer: Writer, schema: Schema): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const lines = [`if (typeof value !== "object" || value === null || Array.isArray(value)) return false;`];
  if (additionalProperties === false) {
    const unknown = Object.keys(properties).map((name) => ` && key !== ${JSON.stringify(name)}`);
    lines.push(`for (const key in value) if (true${unknown.join('')}) return false;`);
  }
  for (const name of required) lines.push(`if (${property(name)} === undefined) return false;`);
  lines.push('let property;');
  for (const [name, schema] of Object.entries(properties)) {
    const condition = writeCondition(writer, schema, 'property');
    lines.push(
      `property = ${property(name)};`,
      `if (property !== undefined && !(${condition})) return false;`,
    );
  }
  return [...lines, 'return true;'].join('\n');
}

function property(name: string): string {
  return `value[${JSON.stringify(name)}]`;
}

function writeItems(writer: Writer, { items, minItems, maxItems }: Schema): string {
  const lines = ['if (!Array.isArray(value)) return false;'];
  if (minItems !== undefined) lines.push(`if (value.length < ${minItems}) return false;`);
  if (maxItems !== undefined) lines.push(`if (value.length > ${maxItems}) return false;`);
  if (items) {
    const condition = writeCondition(writer, items, 'item');
    lines.push(`for (const item of value) if (!(${condition})) return false;`);
  }
  return [...lines, 'return true;'].join('\n');
}

function writeCondition(writer: Writer, schema: Schema, value: string): string {
  const { $ref, type, enum: values, const: constant } = schema;
  if (type === 'object' || type === 'array') return `${addPart(writer, schema)}(${value})`;
  const conditions = $ref ? [writeReference(writer, schema, value)] : [];
  if (type) {
    const scalar = scalars[type]!;
    conditions.push(scalar.test(value));
    for (const [keyword, write] of Object.entries(scalar.conditions)) {
      if (keyword in schema)
        conditions.push(write(schema[keyword] as never, value, (source) => patternOf(writer, source)));
    }
  }
  if (values) conditions.push(`(${values.map((one) => `${value} === ${JSON.stringify(one)}`).join(' || ')})`);
  if (constant !== undefined) conditions.push(`${value} === ${JSON.stringify(constant)}`);
  return conditions.join(' && ') || 'true';
}

/** Scalars are checked in place: a call takes longer than the check. */
function writeReference(writer: Writer, reference: Schema, value: string): string {
  const shape = componentName(reference)!;
  const target = writer.schemas[shape]!;
  const inline = target.type !== undefined && Object.hasOwn(scalars, target.type) && isCheckable(target);
  return inline ? writeCondition(writer, target, value) : `accept${shape}(${value})`;
}

function addPart(writer: Writer, schema: Schema): string {
  const body = writeBody(writer, schema);
  const name = `acceptPart${writer.parts.length}`;
  writer.parts.push(`function ${name}(value) {\n${body}\n}`);
  return name;
}

function patternOf({ patterns }: Writer, source: string): string {
  if (!patterns.has(source)) patterns.set(source, `pattern${patterns.size}`);
  return patterns.get(source)!;
}
