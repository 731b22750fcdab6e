import type { Issue, ValidationError } from '../../../contract/validator.ts';
import { wordReason } from '../../../contract/words.ts';

/** The parameter of an ajv error that repeats what the keyword says; for a bound it is `limit`. */
const parameters: Record<string, string> = {
  type: 'type',
  enum: 'allowedValues',
  const: 'allowedValue',
  pattern: 'pattern',
  multipleOf: 'multipleOf',
};

/**
 * Puts an error of ajv into words, with the path to the value, or to the missing or unknown property.
 *
 * @param shape the schema of the whole value, where its name is known
 */
export function describeError(
  value: unknown,
  { keyword, instancePath, schemaPath, params }: ValidationError,
  shape?: string,
): Issue {
  const path: (string | number)[] = [];
  let found = value;
  const step = (name: string) => {
    path.push(Array.isArray(found) ? Number(name) : name);
    found = (found as Record<string, unknown>)[name];
  };
  for (const segment of instancePath.split('/').slice(1)) {
    step(segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  const property = params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof property === 'string') step(property);
  const schema = { [keyword]: params[parameters[keyword] ?? 'limit'] };
  const named = /^#\/components\/schemas\/([^/]+)\/[^/]+$/.exec(schemaPath);
  // Inside a value, an error does not say which schema its path begins in.
  const owner = named?.[1] ?? (instancePath === '' ? shape : undefined);
  return { message: wordReason(keyword, schema, found, owner), path };
}
