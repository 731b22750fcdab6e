import { preview } from '../contract/words.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import type { DataOptions } from './data.ts';
import type { RequestRecord } from './log.ts';
import type { ServiceOptions } from './service.ts';

/** How a mock behaves, with a port or without. Every option has a default. */
export interface MockHandlerOptions extends DataOptions, ServiceOptions {
  /** A bundled contract, YAML or JSON; by default the one of this package. */
  contract?: string;
  /** A later revision of the package's contract: a date such as `2026-11-11`, or `latest`; by default the base. */
  revision?: string;
  /** The largest body of a request, in bytes; 1 MiB by default. */
  bodyLimit?: number;
  /** Milliseconds that a client may take to send a request; 10,000 by default. */
  timeout?: number;
  /** A file for all requests and responses as HAR 1.2, without secrets; it is overwritten. */
  record?: string;
  /** Called after each response. */
  log?: (record: RequestRecord) => void;
}

/** How a mock behaves and where it listens. Every option has a default. */
export interface MockOptions extends MockHandlerOptions {
  /** The address to listen on; `127.0.0.1` by default. */
  host?: string;
  /** The port; by default a free one. */
  port?: number;
  /**
   * Host names to serve besides those of this machine, also as origins of web pages; `*` for every name. A mock in a
   * container needs the name by which others reach it.
   */
  allowHosts?: string[];
}

type Rule = [isRight: (value: unknown) => boolean, rule: string];

const isString = (value: unknown) => typeof value === 'string';
const isInteger = (least: number, most: number): Rule => [
  (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  most === Number.MAX_SAFE_INTEGER
    ? `must be an integer of at least ${least}`
    : `must be an integer from ${least} to ${most}`,
];
const text: Rule = [isString, 'must be a string'];
const texts: Rule = [(value) => Array.isArray(value) && value.every(isString), 'must be an array of strings'];

const handlerRules: Record<keyof MockHandlerOptions, Rule> = {
  contract: text,
  revision: text,
  count: isInteger(0, Number.MAX_SAFE_INTEGER),
  seed: isInteger(0, Number.MAX_SAFE_INTEGER),
  data: texts,
  skipInvalid: [(value) => typeof value === 'boolean', 'must be true or false'],
  faults: [texts[0], "must be an array of strings such as 'NAME:2' or 'NAME:10%'"],
  latency: [isString, "must be a string such as '200' or '50-300'"],
  rateLimit: [(value) => typeof value === 'number' && value > 0, 'must be a number greater than 0'],
  pages: [(value) => value === 'full' || value === 'sparse', "must be 'full' or 'sparse'"],
  bodyLimit: isInteger(0, Number.MAX_SAFE_INTEGER),
  timeout: isInteger(1, 2 ** 31 - 1),
  verifySignatures: [
    (value) =>
      isString((value as Record<string, unknown> | null)?.['accessKeyId']) &&
      isString((value as Record<string, unknown>)['secretAccessKey']),
    'must be an object with accessKeyId and secretAccessKey',
  ],
  record: text,
  log: [(value) => typeof value === 'function', 'must be a function'],
};

const rules: Record<'createMock' | 'createMockHandler', Record<string, Rule>> = {
  createMock: { ...handlerRules, host: text, port: isInteger(0, 65_535), allowHosts: texts },
  createMockHandler: handlerRules,
};

/** Throws if an option is unknown or its value cannot be right. */
export function checkOptions(of: keyof typeof rules, options: MockOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(rules[of], name)) {
      const nearest = nearestName(name, Object.keys(rules[of]));
      throw new TypeError(`${of} has no option ${name}${nearest ? `; did you mean ${nearest}?` : ''}`);
    }
    const [isRight, rule] = rules[of][name]!;
    if (value !== undefined && !isRight(value)) {
      // The value of an option with secrets is not repeated.
      const state = name === 'verifySignatures' ? '' : `, is ${preview(value)}`;
      throw new TypeError(`the option ${name} of ${of} ${rule}${state}`);
    }
  }
}
