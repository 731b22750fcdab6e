import { arrayOf, boolean, type Check, callback, integer, OptionError, objectOf, text } from './checks.ts';
import { checkDataOption, type DataOptions } from './data.ts';
import type { RequestRecord } from './log.ts';
import type { ServiceOptions } from './service.ts';
import { checkData, type MockState, stateChecks } from './state-document.ts';

/** How a mock behaves, with a port or without. Every option has a default. */
export interface MockHandlerOptions extends Omit<MockState, 'data'>, DataOptions, ServiceOptions {
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
  /** Whether programs on this machine can change the mock under `/_mock/`; true by default. */
  control?: boolean;
}

/** The message does not repeat secrets. */
const checkCredentials: Check = (value, path) => {
  const { accessKeyId, secretAccessKey } = Object(value);
  if (typeof accessKeyId === 'string' && typeof secretAccessKey === 'string') return;
  throw new OptionError(path, 'must be an object with accessKeyId and secretAccessKey');
};

const handlerChecks: Record<keyof MockHandlerOptions, Check> = {
  ...stateChecks,
  contract: text,
  revision: text,
  data: checkDataOption,
  skipInvalid: boolean,
  bodyLimit: integer(0),
  timeout: integer(1, 2 ** 31 - 1),
  verifySignatures: checkCredentials,
  record: text,
  log: callback,
};

const mockChecks: Record<keyof MockOptions, Check> = {
  ...handlerChecks,
  host: text,
  port: integer(0, 65_535),
  allowHosts: arrayOf(text),
  control: boolean,
};

const { contract: _, revision: _revision, record: _record, ...inBrowsers } = handlerChecks;

export const checkBrowserOptions = objectOf({ ...inBrowsers, data: checkData });
export const checkHandlerOptions = objectOf(handlerChecks);
export const checkMockOptions = objectOf(mockChecks);
