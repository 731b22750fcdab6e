import type { IHttpConfig, IHttpRequest, ProblemJsonError } from '@stoplight/prism-http';
import type { Document, Json } from '../contract/document.ts';
import { findSigningName, type Operation } from '../contract/operations.ts';
import { decode, type ReceivedRequest, RequestError, readQuery } from './exchange.ts';

/** A violation that Prism finds in a request. */
interface PrismViolation {
  /** The keyword of the schema, or the status 401 or 415 of Prism's own response. */
  code: string | number;
  message: string;
}

/** Finds the operation and the violations of a request; throws if there is no such operation. */
export type Prism = (
  request: ReceivedRequest,
  body: Json | undefined,
) => Promise<{ operation: Operation; violations: PrismViolation[] }>;

type Resource = Awaited<ReturnType<typeof import('@stoplight/prism-http').getHttpOperationsFromSpec>>[number];

const config: IHttpConfig = {
  checkSecurity: true,
  validateRequest: true,
  validateResponse: false,
  errors: false,
  isProxy: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
};

/** The oldest Node that Prism 5.16 supports. */
const oldestNode = [24, 18];

/** Throws if Prism is not installed, and warns about a Node that it does not support. */
export function requirePrism(version = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldestNode[0]! || (major === oldestNode[0] && minor < oldestNode[1]!)) {
    process.emitWarning(
      `Prism, which the mock uses, supports Node ${oldestNode.join('.')} and newer; this is Node ${version}`,
    );
  }
  for (const name of ['@stoplight/prism-http', '@stoplight/prism-core']) {
    try {
      import.meta.resolve(name);
    } catch (error) {
      const install = 'npm install --save-dev @stoplight/prism-core @stoplight/prism-http ajv';
      throw new Error(`the mock needs Prism, which is not installed: ${install}`, { cause: error });
    }
  }
}

/** Starts Prism with a copy of the contract; throws if Prism does not validate the bodies of an operation. */
export async function startPrism(document: Document, operations: Operation[]): Promise<Prism> {
  const [{ createInstance, getHttpOperationsFromSpec }, { createLogger }] = await Promise.all([
    import('@stoplight/prism-http'),
    import('@stoplight/prism-core'),
  ]);
  const resources = await getHttpOperationsFromSpec(structuredClone(document));
  const byRoute = new Map(
    operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
  const instance = createInstance(config, {
    logger: createLogger('prism', { enabled: false }),
    mock:
      ({ resource, input }) =>
      () => ({
        _tag: 'Right',
        right: { statusCode: 200, body: { resource, violations: input.validations } },
      }),
  });
  const prism: Prism = async (request, body) => {
    const result = await instance.request(toPrism(request, body), resources)();
    if (result._tag === 'Left') {
      const problem = result.left as ProblemJsonError;
      throw problem.status === 404 || problem.status === 405 ? unknownOperation(request) : problem;
    }
    const { resource, violations } = result.right.output.body as {
      resource: Resource;
      violations: PrismViolation[];
    };
    return { operation: byRoute.get(`${resource.method} ${resource.path}`)!, violations };
  };
  for (const operation of operations) await proveValidation(prism, operation);
  return prism;
}

function toPrism(
  { method, path, query, headers, body }: ReceivedRequest,
  value: Json | undefined,
): IHttpRequest {
  const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const type = headers['content-type'];
  return {
    method: method.toLowerCase() as IHttpRequest['method'],
    url: { path, query: readQuery(query) },
    headers: {
      ...Object.fromEntries(sent),
      // Without a length, as in a chunked request, Prism ignores the content type.
      'content-length': String(body.length),
      // Prism throws at a content type that it cannot parse.
      ...(type !== undefined &&
        !/^[\w.+-]+\/[\w.+-]+\s*(;|$)/.test(type) && { 'content-type': 'application/octet-stream' }),
    },
    body: value,
  };
}

/** Prism silently skips validation if a schema does not compile; a body of the wrong type reveals this. */
async function proveValidation(prism: Prism, { id, method, path, request }: Operation): Promise<void> {
  if (request === undefined) return;
  const nothing = { query: '', headers: {}, headerValues: () => ({}), body: Buffer.alloc(0) };
  const probe = { id: '', started: 0, method, path, ...nothing };
  const results = await Promise.all([prism(probe, [[]]), prism(probe, {})]);
  if (results.some(({ violations }) => violations.some(({ code }) => code === 'type'))) return;
  throw new Error(`Prism does not validate ${id}: the schema ${request} does not compile there`);
}

function unknownOperation({ method, path }: ReceivedRequest): RequestError {
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  return new RequestError('operation', `The contract has no operation ${method} ${shown}.`);
}

/**
 * Replaces Prism in a browser: finds the operation, a missing signature and a missing body. The generated validators
 * find everything else.
 */
export function startWithoutPrism(document: Document, operations: Operation[]): Prism {
  const routes = operations
    .map((operation) => ({ operation, template: operation.path.split('/') }))
    // An exact path takes precedence over one with parameters that also matches.
    .sort((one, other) => one.operation.path.split('{').length - other.operation.path.split('{').length);
  const signing = findSigningName(document);
  return async (request, body) => {
    const method = request.method.toLowerCase();
    const segments = request.path.split('/').map(decode);
    const route = routes.find(
      ({ operation, template }) => operation.method === method && matchesPath(template, segments),
    );
    if (!route) throw unknownOperation(request);
    const { operation } = route;
    const requirements = operation.object.security ?? document['security'];
    const isSigned = signing !== undefined && Array.isArray(requirements) && requirements.length > 0;
    const violations: PrismViolation[] = [];
    if (isSigned && !request.headers['authorization']) {
      violations.push({ code: 401, message: 'Unauthorized' });
    }
    if (operation.request !== undefined && body === undefined && request.body.length === 0) {
      violations.push({ code: 'required', message: 'Body parameter is required' });
    }
    return { operation, violations };
  };
}

/** A name in braces matches any segment. */
function matchesPath(template: string[], segments: string[]): boolean {
  return (
    segments.length === template.length &&
    template.every((part, index) => /^\{.+\}$/.test(part) || part === segments[index])
  );
}
