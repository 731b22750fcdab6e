import type { Schema } from './document.ts';

// Every message about a value is put together here, so that the validators, the command, the mock, the docs and the
// types say the same thing in the same words. The generated validators bundle this file: it imports nothing.

const longestText = 60;

/**
 * Writes a whole violation, such as `findings[0].inspectorScore must be at least 0, is -1`.
 *
 * @param path the properties and indexes that lead to the value
 * @param keyword the keyword of JSON Schema that the value breaks
 * @param schema the schema with that keyword
 * @param value the value; undefined for a missing property
 * @param owner the name of the schema that a property is unknown to
 */
export function wordViolation(
  path: readonly (string | number)[],
  keyword: string,
  schema: Schema,
  value: unknown,
  owner?: string,
): string {
  return `${wordPath(path) || 'the value'} ${wordReason(keyword, schema, value, owner)}`;
}

/** Writes a violation without its path: `must be at most 25, is 77`, `is required`. */
export function wordReason(keyword: string, schema: Schema, value: unknown, owner?: string): string {
  const state = wordState(keyword, value);
  return wordRule(keyword, schema, owner) + (state && `, ${state}`);
}

/** Writes what a keyword demands: `must be a string`, `must have at most 1024 characters`, `is required`. */
export function wordRule(keyword: string, schema: Schema, owner?: string): string {
  if (keyword === 'required') return 'is required';
  if (isUnknownProperty(keyword)) return `is not allowed${owner ? `: ${owner} has no such property` : ''}`;
  if (keyword === 'type') return `must be ${[schema.type].flat().map(withArticle).join(' or ')}`;
  if (keyword === 'enum') return `must be one of ${schema.enum?.map(preview).join(', ')}`;
  if (keyword === 'const') return `must be ${preview(schema['const'])}`;
  if (keyword === 'uniqueItems') return 'must not repeat an item';
  const [phrase] = describeConstraints({ [keyword]: schema[keyword] });
  if (phrase === undefined) return `must fulfil ${keyword}`;
  if (keyword === 'pattern') return phrase.replace('matches', 'must match');
  return `must ${/Length|Items|Properties/.test(keyword) ? 'have' : 'be'} ${phrase}`;
}

/** Writes what is there instead: `is -1`, `has 1025`; nothing for a missing or unknown property. */
export function wordState(keyword: string, value: unknown): string {
  if (keyword === 'required' || isUnknownProperty(keyword)) return '';
  if (typeof value === 'string' && keyword.endsWith('Length')) return `has ${countCharacters(value)}`;
  if (Array.isArray(value) && /^(min|max)Items$/.test(keyword)) return `has ${value.length}`;
  return `is ${preview(value)}`;
}

function isUnknownProperty(keyword: string): boolean {
  return keyword === 'additionalProperties' || keyword === 'unevaluatedProperties';
}

function withArticle(type: unknown): string {
  if (type === 'null') return 'null';
  return `${/^[aeiou]/.test(String(type)) ? 'an' : 'a'} ${type}`;
}

/** Writes a path as JavaScript does, such as `findings[3].severity`; empty for no path. */
export function wordPath(path: readonly (string | number)[]): string {
  const steps = path.map((segment) => {
    if (/^(?:0|[1-9]\d*)$/.test(String(segment))) return `[${segment}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(String(segment)) ? `.${segment}` : `[${preview(segment)}]`;
  });
  return steps.join('').replace(/^\./, '');
}

/** Shows a value: a scalar as JSON, cut after 60 characters; of an array or an object, its size. */
export function preview(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${count(value.length, 'item')}`;
  if (value instanceof Date) return 'a Date';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) {
    return `an object with ${count(Object.keys(value).length, 'property')}`;
  }
  if (typeof value !== 'string') return String(value);
  const start = value.slice(0, longestText).replace(/[\uD800-\uDBFF]$/, '');
  const text = escapeControls(JSON.stringify(value.length > longestText ? start : value));
  return value.length > longestText
    ? `${text.slice(0, -1)}…" (${count(countCharacters(value), 'character')})`
    : text;
}

/** Counts in words: `1 item`, `2,000 items`, `2 properties`. */
export function count(number: number, unit: string): string {
  return `${number.toLocaleString('en-US')} ${plural(number, unit)}`;
}

/** Writes a unit in its singular or plural. */
export function plural(number: unknown, unit: string): string {
  return number === 1 ? unit : `${unit}s`.replace(/ys$/, 'ies');
}

/** Counts Unicode code points, as AWS does, without a copy of the text. */
export function countCharacters(text: string): number {
  let characters = text.length;
  for (let index = 0; index < text.length; index += 1) {
    if (text.codePointAt(index)! <= 0xffff) continue;
    // A surrogate pair is one character of two code units.
    characters -= 1;
    index += 1;
  }
  return characters;
}

/** Writes control and invisible characters, which could move a terminal's cursor or hide text, as JSON escapes. */
export function escapeControls(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/**
 * Describes every constraint of a schema.
 *
 * @param schema one schema; what it refers to is not read
 * @returns a phrase per constraint, such as `1 to 1024 characters`; lengths count Unicode code points
 */
export function describeConstraints(schema: Schema): string[] {
  return [
    describeCount(schema['minLength'], schema['maxLength'], 'character'),
    describeCount(schema['minItems'], schema['maxItems'], 'item'),
    describeCount(schema['minProperties'], schema['maxProperties'], 'property'),
    describeRange(schema),
    schema['multipleOf'] !== undefined && `a multiple of ${schema['multipleOf']}`,
    schema['uniqueItems'] === true && 'no repeated items',
    schema['pattern'] !== undefined && `matches \`${schema['pattern']}\``,
  ].filter((phrase) => typeof phrase === 'string');
}

function describeCount(least: unknown, most: unknown, unit: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  if (least === most) return `exactly ${most} ${plural(most, unit)}`;
  if (most === undefined) return `at least ${least} ${plural(least, unit)}`;
  const upper = `${most} ${plural(most, unit)}`;
  return least === undefined || least === 0 ? `at most ${upper}` : `${least} to ${upper}`;
}

function describeRange(schema: Schema): string | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${maximum}`;
  const bounds = [
    minimum !== undefined && `at least ${minimum}`,
    exclusiveMinimum !== undefined && `more than ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    exclusiveMaximum !== undefined && `less than ${exclusiveMaximum}`,
  ].filter((bound) => typeof bound === 'string');
  return bounds.length ? bounds.join(', ') : undefined;
}

/** Lists the known values of an open set in a sentence; undefined without `x-extensible-enum`. */
export function describeKnownValues(schema: Schema): string | undefined {
  const values = schema['x-extensible-enum'];
  return values && `Known values: ${values.map((value) => `\`${value}\``).join(', ')}; others may follow.`;
}
