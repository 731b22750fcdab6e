import type { Issue, ValidationError } from './types.ts';

const longestText = 60;
const units: Record<string, string> = { Length: 'character', Items: 'item', Properties: 'member' };

/**
 * Puts a fault into words.
 *
 * @param value the whole value that was validated
 * @param error a fault of it
 * @returns where the fault is, what is asked for there, and what is there instead
 */
export function describeError(value: unknown, error: ValidationError): Issue {
  const path: (string | number)[] = [];
  let found = value;
  const step = (name: string) => {
    path.push(Array.isArray(found) ? Number(name) : name);
    found = (found as Record<string, unknown>)[name];
  };
  for (const segment of error.instancePath.split('/').slice(1)) {
    step(segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  }
  const { missingProperty, additionalProperty, unevaluatedProperty } = error.params;
  const member = missingProperty ?? additionalProperty ?? unevaluatedProperty;
  if (typeof member === 'string') step(member);
  return { message: `${wordRule(error)}, ${wordState(error.keyword, found)}`, path };
}

/**
 * Writes a path as JavaScript would.
 *
 * @param path member names and list indexes
 * @returns such as `findings[3].severity`; empty for no path
 */
export function wordPath(path: readonly (string | number)[]): string {
  const words = path.map((segment) => {
    if (typeof segment === 'number') return `[${segment}]`;
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
  });
  return words.join('').replace(/^\./, '');
}

function wordRule({ keyword, params, message = `must fulfil ${keyword}` }: ValidationError): string {
  if (keyword === 'required') return 'must be there';
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'must not be there';
  if (keyword === 'type') return `must be ${[params['type']].flat().map(withArticle).join(' or ')}`;
  if (keyword === 'enum')
    return `must be one of ${(params['allowedValues'] as unknown[]).map(show).join(', ')}`;
  const [, bound, part] = /^(min|max)(Length|Items|Properties)$/.exec(keyword) ?? [];
  if (part)
    return `must have at ${bound === 'min' ? 'least' : 'most'} ${count(Number(params['limit']), units[part]!)}`;
  if (keyword === 'const') return `must be ${show(params['allowedValue'])}`;
  return message;
}

function withArticle(type: unknown): string {
  return type === 'null' ? 'null' : `${/^[aio]/.test(String(type)) ? 'an' : 'a'} ${type}`;
}

function wordState(keyword: string, found: unknown): string {
  if (keyword === 'required') return 'is missing';
  if (keyword.endsWith('Length')) return `has ${[...(found as string)].length}`;
  return keyword.endsWith('Items') ? `has ${(found as unknown[]).length}` : `is ${show(found)}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${count(value.length, 'item')}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) {
    return `an object of ${count(Object.keys(value).length, 'member')}`;
  }
  if (typeof value !== 'string') return String(value);
  if (value.length <= longestText) return JSON.stringify(value);
  const start = JSON.stringify(value.slice(0, longestText)).slice(0, -1);
  return `${start}…" (${count([...value].length, 'character')})`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`;
}
