import type { Schema } from '../../contract/document.ts';

/**
 * Puts into words what a schema asks of a value.
 *
 * @param schema one schema; what it refers to is not read
 * @returns one phrase per constraint, such as `1 to 1024 characters`; lengths count Unicode code points
 */
export function describeConstraints(schema: Schema): string[] {
  return [
    describeCount(schema['minLength'], schema['maxLength'], 'character'),
    describeCount(schema['minItems'], schema['maxItems'], 'item'),
    describeCount(schema['minProperties'], schema['maxProperties'], 'member'),
    describeRange(schema),
    schema['multipleOf'] !== undefined && `a multiple of ${schema['multipleOf']}`,
    schema['uniqueItems'] === true && 'no item twice',
    schema['pattern'] !== undefined && `matches \`${schema['pattern']}\``,
  ].filter((phrase) => typeof phrase === 'string');
}

/**
 * Names the known values of an open set.
 *
 * @param schema one schema
 * @returns a sentence for a reader, or undefined when the schema has no `x-extensible-enum`
 */
export function describeKnownValues(schema: Schema): string | undefined {
  const values = schema['x-extensible-enum'];
  return values && `Known values: ${values.map((value) => `\`${value}\``).join(', ')}; others may follow.`;
}

function describeCount(least: unknown, most: unknown, unit: string): string | undefined {
  const units = (count: unknown) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (least === undefined && most === undefined) return undefined;
  if (least === most) return `exactly ${units(most)}`;
  if (most === undefined) return `at least ${units(least)}`;
  return least === undefined || least === 0 ? `at most ${units(most)}` : `${least} to ${units(most)}`;
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
