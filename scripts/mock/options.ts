import { preview, wordPath } from '../contract/words.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import type { MockHandlerOptions, MockLatency, MockState } from './types.ts';

/** How a mock behaves and where it listens. Every option has a default. */
export interface MockOptions extends MockHandlerOptions {
  /** The address to listen on; `127.0.0.1` by default. */
  host?: string;
  /** The port; by default a free one. */
  port?: number;
  /**
   * Host names to serve in addition to those of this machine, also as origins of web pages; `*` for every name. A mock
   * in a container needs the name by which others reach it.
   */
  allowHosts?: string[];
  /** Whether programs on this machine can change the mock under `/_mock/`; true by default. */
  control?: boolean;
}

/** The properties and indexes that lead to a value. */
export type Path = readonly (string | number)[];

/** Throws an `OptionError` if a value is wrong. */
type Check = (value: unknown, path: Path) => void;

interface Details {
  value?: string;
  suggestion?: string | undefined;
  /** A message about place, rule and value; by default it is made from these. */
  message?: string;
}

/** An option of the mock, or a part of one, is wrong. The message combines the properties. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
  /** The path to the value, such as `faults[0].times`; empty for the whole. */
  readonly place: string;
  /** The rule that it breaks, such as `must be a string`. */
  readonly rule: string;
  /** The value, shortened; undefined if it is missing, unknown or secret. */
  readonly value: string | undefined;
  /** How to correct it. */
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

/** Throws an error about a value that breaks a rule. */
export function refuse(path: Path, rule: string, value: unknown, suggestion?: string): never {
  throw new OptionError(path, rule, { value: preview(value), suggestion });
}

export function didYouMean(name: unknown, names: Iterable<string>): string | undefined {
  const nearest = typeof name === 'string' ? nearestName(name.slice(0, 100), names) : undefined;
  return nearest && `did you mean ${nearest}?`;
}

/** Finds a value by its name; throws an error with the known names if there is none. */
export function findNamed<Value>(values: Map<string, Value>, name: string, path: Path, what: string): Value {
  const names = [...values.keys()];
  if (!values.has(name)) refuse(path, `must be ${what}: ${names.join(', ')}`, name, didYouMean(name, names));
  return values.get(name)!;
}

function check(rule: string, isRight: (value: unknown) => boolean): Check {
  return (value, path) => {
    if (!isRight(value)) refuse(path, rule, value);
  };
}

const text = check('must be a string', (value) => typeof value === 'string');
const boolean = check('must be true or false', (value) => typeof value === 'boolean');
const callback = check('must be a function', (value) => typeof value === 'function');
const object = (rule: string) =>
  check(rule, (value) => typeof value === 'object' && value !== null && !Array.isArray(value));
const number = (rule: string, isRight: (value: number) => boolean) =>
  check(rule, (value) => typeof value === 'number' && isRight(value));
const matching = (rule: string, pattern: RegExp) =>
  check(rule, (value) => typeof value === 'string' && pattern.test(value));

function integer(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const isRight = (value: number) => Number.isInteger(value) && value >= least && value <= most;
  return number(`must be an integer ${range}`, isRight);
}

function arrayOf(item: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) refuse(path, 'must be an array', value);
    for (const [index, one] of value.entries()) item(one, [...path, index]);
  };
}

/** An object with these properties; all of `required` and exactly one of `choice` must be present. */
function objectOf(properties: Record<string, Check>, required: string[] = [], choice: string[] = []): Check {
  const names = Object.keys(properties);
  const others = names.filter((name) => !choice.includes(name));
  const form = [...others, ...(choice.length > 0 ? [choice.join(' or ')] : [])].join(', ');
  return (value, path) => {
    object(path.length === 0 ? 'must be an object' : `must be an object with ${form}`)(value, path);
    for (const [name, one] of Object.entries(value as object)) {
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

const longestDelay = 2 ** 31 - 1;

/** The least and the most of each option that is an integer. */
export const ranges = {
  port: [0, 65_535],
  // More items would not fit into memory.
  count: [0, 1_000_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
  bodyLimit: [0, Number.MAX_SAFE_INTEGER],
  timeout: [1, longestDelay],
} satisfies Record<string, [number, number]>;

const milliseconds = integer(0, longestDelay);
const range = objectOf({ min: milliseconds, max: milliseconds }, ['min', 'max']);

export const checkLatency: Check = (value, path) => {
  if (typeof value === 'number') return milliseconds(value, path);
  if (typeof value !== 'object' || value === null)
    refuse(path, 'must be milliseconds, or { min, max } in milliseconds', value);
  range(value, path);
  const { min, max } = value as MockLatency;
  if (min > max) refuse([...path, 'max'], `must be at least min, ${min}`, max);
};

export const checkFault = objectOf(
  {
    error: text,
    times: integer(1),
    rate: number('must be a number from 0 to 1', (rate) => rate >= 0 && rate <= 1),
  },
  ['error'],
  ['times', 'rate'],
);

const checkItem: Check = (value, path) => {
  if (typeof value === 'object' && value !== null) return;
  const suggestion =
    typeof value === 'string'
      ? 'pass names of files to createMock, and do not mix them with items'
      : undefined;
  refuse(path, 'must be an item or a page', value, suggestion);
};

/** Checks the form of data; their items are validated against the contract later. */
function dataOf(list: Check): Check {
  return (value, path) => {
    if (Array.isArray(value)) return list(value, path);
    const rule = 'must be an array of items or pages, or an object with such arrays by operation';
    object(rule)(value, path);
    for (const [operation, items] of Object.entries(value as object)) {
      if (items !== undefined) list(items, [...path, operation]);
    }
  };
}

export const checkData = dataOf(arrayOf(checkItem));
const checkDataOrFiles = dataOf((list, path) => {
  const isFiles = Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string');
  if (!isFiles) arrayOf(checkItem)(list, path);
});

const checkResponse = objectOf(
  {
    operation: text,
    // The allowed properties depend on the operation.
    when: object('must be an object with properties of a request'),
    then: objectOf(
      { example: text, error: text, data: arrayOf(checkItem) },
      [],
      ['example', 'error', 'data'],
    ),
  },
  ['when', 'then'],
);

const stateChecks: Record<keyof MockState, Check> = {
  count: integer(...ranges.count),
  seed: integer(...ranges.seed),
  region: matching('must be a region such as eu-west-1', /^[a-z]{2,}(?:-[a-z]+)+-\d+$/),
  account: matching('must have 12 digits', /^\d{12}$/),
  data: checkData,
  faults: arrayOf(checkFault),
  latency: checkLatency,
  rateLimit: number('must be a number greater than 0', (value) => value > 0 && value < Infinity),
  pages: matching('must be full or sparse', /^(?:full|sparse)$/),
  responses: arrayOf(checkResponse),
};

/** Returns the options that are part of the state and are not undefined. */
export function pickState(options: MockState): MockState {
  const given = Object.entries(options).filter(
    ([name, value]) => Object.hasOwn(stateChecks, name) && value !== undefined,
  );
  return Object.fromEntries(given);
}

/** Its message does not repeat secrets. */
const checkCredentials: Check = (value, path) => {
  const { accessKeyId, secretAccessKey } = Object(value);
  if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string') return;
  throw new OptionError(path, 'must be an object with accessKeyId and secretAccessKey');
};

const browserChecks = {
  ...stateChecks,
  skipInvalid: boolean,
  bodyLimit: integer(...ranges.bodyLimit),
  timeout: integer(...ranges.timeout),
  verifySignatures: checkCredentials,
  log: callback,
};

const handlerChecks: Record<keyof MockHandlerOptions, Check> = {
  ...browserChecks,
  contract: text,
  revision: text,
  data: checkDataOrFiles,
  record: text,
};

const mockChecks: Record<keyof MockOptions, Check> = {
  ...handlerChecks,
  host: text,
  port: integer(...ranges.port),
  allowHosts: arrayOf(text),
  control: boolean,
};

export const checkState = objectOf(stateChecks);
export const checkBrowserOptions = objectOf(browserChecks);
export const checkHandlerOptions = objectOf(handlerChecks);
export const checkMockOptions = objectOf(mockChecks);
