import { preview, wordPath } from '../contract/words.ts';
import { nearestName } from '../runtime/nearest-name.ts';

/** The properties and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** Throws an `OptionError` if a value cannot be right. */
export type Check = (value: unknown, path: Path) => void;

interface Details {
  value?: string;
  suggestion?: string;
  /** Place, rule and value in words, if they are known. */
  message?: string;
}

/** An option of the mock, or a part of one, is wrong. The message has all of it in words. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
  /** Where it is, such as `faults[0].times`; empty for the whole. */
  readonly place: string;
  /** What it must be. */
  readonly rule: string;
  /** What it is, shortened; undefined where it is missing, unknown or secret. */
  readonly value: string | undefined;
  /** What may help. */
  readonly suggestion: string | undefined;

  constructor(path: Path, rule: string, { value, suggestion, message }: Details = {}) {
    const place = wordPath(path);
    const state = value === undefined ? '' : `, is ${value}`;
    super(`${message ?? `${place || 'the value'} ${rule}${state}`}${suggestion ? `; ${suggestion}` : ''}`);
    this.place = place;
    this.rule = rule;
    this.value = value;
    this.suggestion = suggestion || undefined;
  }
}

export function didYouMean(name: unknown, names: Iterable<string>): string | undefined {
  const nearest = typeof name === 'string' ? nearestName(name.slice(0, 100), names) : undefined;
  return nearest && `did you mean ${nearest}?`;
}

/** Reports a value that breaks a rule. */
export function refuse(path: Path, rule: string, value: unknown, suggestion?: string): never {
  throw new OptionError(path, rule, { value: preview(value), ...(suggestion && { suggestion }) });
}

const check =
  (rule: string, isRight: (value: unknown) => boolean): Check =>
  (value, path) => {
    if (!isRight(value)) refuse(path, rule, value);
  };

export const text = check('must be a string', (value) => typeof value === 'string');
export const boolean = check('must be true or false', (value) => typeof value === 'boolean');
export const callback = check('must be a function', (value) => typeof value === 'function');
export const positive = check(
  'must be a number greater than 0',
  (value) => typeof value === 'number' && value > 0 && value < Infinity,
);
/** A share of all. */
export const share = check(
  'must be a number from 0 to 1',
  (value) => typeof value === 'number' && value >= 0 && value <= 1,
);

export function matching(pattern: RegExp, rule: string): Check {
  return check(rule, (value) => typeof value === 'string' && pattern.test(value));
}

export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const isRight = (value: unknown) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
  return check(`must be an integer ${range}`, isRight);
}

export function arrayOf(item: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) refuse(path, 'must be an array', value);
    for (const [index, one] of value.entries()) item(one, [...path, index]);
  };
}

/** An object with these properties, of which all in `required` and exactly one in `choice` are there. */
export function objectOf(
  properties: Record<string, Check>,
  { required = [], choice = [] }: { required?: string[]; choice?: string[] } = {},
): Check {
  const names = Object.keys(properties);
  const others = names.filter((name) => !choice.includes(name));
  const form = [...others, ...(choice.length > 0 ? [choice.join(' or ')] : [])].join(', ');
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      refuse(path, path.length === 0 ? 'must be an object' : `must be an object with ${form}`, value);
    }
    for (const [name, one] of Object.entries(value)) {
      if (!Object.hasOwn(properties, name)) {
        const suggestion = didYouMean(name, names) ?? `the options are ${names.join(', ')}`;
        throw new OptionError([...path, name], 'is not an option', { suggestion });
      }
      if (one !== undefined) properties[name]!(one, [...path, name]);
    }
    const has = (name: string) => (value as Record<string, unknown>)[name] !== undefined;
    const missing = required.find((name) => !has(name));
    if (missing !== undefined) throw new OptionError([...path, missing], 'is required');
    if (choice.length > 0 && choice.filter(has).length !== 1) {
      refuse(path, `must have exactly one of ${choice.join(', ')}`, value);
    }
  };
}
