import { componentName, type Schema } from '../../contract/document.ts';
import { isCheckable, scalars } from './check-keywords.ts';
import { importHasPairs } from './string-length.ts';

interface Writer {
  schemas: Record<string, Schema>;
  /** The name of each pattern's test. */
  patterns: Map<string, string>;
  /** Functions for lists and objects that are no shapes of their own. */
  parts: string[];
}

/**
 * Writes functions that tell whether a value is a shape and stop at the first fault.
 *
 * They know the keywords that contracts mostly consist of. A shape that needs another one is left to its collector,
 * which knows all of them.
 *
 * @param schemas the contract's schemas by shape, without annotations
 * @returns a module that exports `accept<Shape>` for each, and imports from `runtime/` and from `collectors`
 */
export function writeChecks(schemas: Record<string, Schema>): string {
  const writer: Writer = { schemas, patterns: new Map(), parts: [] };
  const checks = Object.entries(schemas).map(([shape, schema]) => {
    const body = isCheckable(schema) ? writeBody(writer, schema) : `return collect${shape}(value);`;
    return `export function accept${shape}(value) {\n${body}\n}`;
  });
  const patterns = [...writer.patterns].map(
    ([pattern, name]) =>
      `const ${name} = /* @__PURE__ */ createMatcher(new RegExp(${JSON.stringify(pattern)}, "u"));`,
  );
  const collectors = Object.keys(schemas).map((shape) => `collect${shape}`);
  const imports = [
    `import { ${collectors.join(', ')} } from "collectors";`,
    'import { createMatcher } from "runtime/create-matcher.ts";',
    importHasPairs,
  ];
  return [...imports, ...patterns, ...writer.parts, ...checks].join('\n');
}

/** Writes the statements of a function whose parameter is `value`. */
function writeBody(writer: Writer, schema: Schema): string {
  if (schema.type === 'object') return writeMembers(writer, schema);
  if (schema.type === 'array') return writeItems(writer, schema);
  return `return ${writeCondition(writer, schema, 'value')};`;
}

function writeMembers(writer: Writer, schema: Schema): string {
  const { properties = {}, required = [], additionalProperties } = schema;
  const lines = [`if (typeof value !== "object" || value === null || Array.isArray(value)) return false;`];
  if (additionalProperties === false) {
    const unknown = Object.keys(properties).map((name) => ` && key !== ${JSON.stringify(name)}`);
    lines.push(`for (const key in value) if (true${unknown.join('')}) return false;`);
  }
  for (const name of required) lines.push(`if (${member(name)} === undefined) return false;`);
  lines.push('let member;');
  for (const [name, property] of Object.entries(properties)) {
    const condition = writeCondition(writer, property, 'member');
    lines.push(`member = ${member(name)};`, `if (member !== undefined && !(${condition})) return false;`);
  }
  return [...lines, 'return true;'].join('\n');
}

function member(name: string): string {
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
        conditions.push(write(schema[keyword] as never, value, (pattern) => nameTest(writer, pattern)));
    }
  }
  if (values) conditions.push(`(${values.map((one) => `${value} === ${JSON.stringify(one)}`).join(' || ')})`);
  if (constant !== undefined) conditions.push(`${value} === ${JSON.stringify(constant)}`);
  return conditions.join(' && ') || 'true';
}

/** A scalar is checked where it stands: a call takes longer than the check. */
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

function nameTest({ patterns }: Writer, pattern: string): string {
  if (!patterns.has(pattern)) patterns.set(pattern, `matches${patterns.size}`);
  return patterns.get(pattern)!;
}
