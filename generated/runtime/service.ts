// Copied from scripts/runtime/service.ts by `npm run generate`: do not edit.

import { type Retry, refusal, type ServiceError } from './errors.js';

/** An input or an output: values by the name of their property. */
export type Properties = Record<string, unknown>;

/** An operation of the contract, as far as calls need it. */
export interface ServiceOperation {
  /** The operation's name, such as `ListImageScanFindings`. */
  id: string;
  /** In capitals. */
  method: string;
  /** With a parameter's name in braces where its value goes. */
  path: string;
  /** The properties of the input that are sent in the URL. */
  parameters?: Record<string, { in: 'path' | 'query'; schema: string; required?: boolean }>;
  /** The schema of the request body; without properties to send it is the empty object. */
  request?: string;
  /** The schema of the body of a success. */
  response?: string;
  /** The names of the properties that page through the results. */
  paginated?: { inputToken: string; outputToken: string; items: string };
  /** The errors that are modelled by the operation itself. */
  errors: Record<string, Retry>;
}

/** The contract's description of a service. */
export interface Service {
  /** The service's name in signatures, such as `imagebuilder`. */
  signingName: string;
  /** URL templates by partition and variant, such as `aws`, `aws fips` or `aws fips dualStack`. */
  hosts: Record<string, string>;
  /** The operations by the name of their method in the client. */
  operations: Record<string, ServiceOperation>;
  /** The errors that any operation may respond with. */
  commonErrors: Record<string, Retry>;
  /** Absent when no operation has any. */
  urlParameters?: typeof urlParameters;
}

/** A request in the form that openapi-fetch takes. */
export interface Input {
  params?: { path?: Properties; query?: Properties };
  body?: unknown;
}

/** Finds the operation of a request by its path. A request that the contract does not know is its own operation. */
export function findOperation(
  { operations, urlParameters }: Service,
  method: string,
  path: string,
): ServiceOperation {
  const found = Object.values(operations).find(
    (operation) =>
      operation.method === method &&
      (operation.path === path || urlParameters?.matches(operation.path, path)),
  );
  return found ?? { id: `${method} ${path}`, method, path, errors: {} };
}

/** For contracts with parameters in the path or the query; bundles for other contracts leave this code out. */
export const urlParameters = {
  /** Sorts the properties of an input by where they are sent. */
  locate(operation: ServiceOperation, input: Properties): Input {
    const { parameters = {}, request } = operation;
    const pick = (place?: 'path' | 'query') => {
      const placeOf = (name: string) => (Object.hasOwn(parameters, name) ? parameters[name]!.in : undefined);
      return Object.fromEntries(Object.entries(input).filter(([name]) => placeOf(name) === place));
    };
    const params = { path: pick('path'), query: pick('query') };
    if (request) return { params, body: pick() };
    for (const [name, value] of Object.entries(pick())) {
      if (value !== undefined) throw invalid(operation, name, 'must be absent');
    }
    return { params };
  },

  /** Creates a function for openapi-fetch that replaces the names in a path with values. */
  pathSerializer: (operation: ServiceOperation) => (template: string, values: Properties) =>
    template.replace(/\{(.+?)\}/g, (_, name: string) => writeSegment(operation, name, values)),

  matches(template: string, path: string): boolean {
    const literal = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    return new RegExp(`^${literal.replace(/\{.+?\}/g, '[^/]+')}$`).test(path);
  },

  /** Encodes the characters that a URL may have but a signature never does. */
  encode: (url: string) =>
    url.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`),
};

/** Refuses values that would lead to another path: none, and dots, which are removed from a path on its way. */
function writeSegment(operation: ServiceOperation, name: string, values: Properties): string {
  const text = encodeURIComponent(String(values[name] ?? ''));
  if (!/^\.{0,2}$/.test(text)) return text;
  throw invalid(operation, name, `must have a value that can be part of a path, not "${text}"`);
}

function invalid(operation: ServiceOperation, name: string, message: string): ServiceError {
  return refusal(operation, { violations: [{ instancePath: `/${name}`, message }] });
}
