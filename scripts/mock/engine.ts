import type { IHttpConfig, IHttpRequest, ProblemJsonError } from '@stoplight/prism-http';
import type { Document, Json } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';
import type { ReceivedRequest } from './answer.ts';
import { Refusal } from './refusal.ts';
import { readQuery } from './url-members.ts';

/** One thing that Prism has against a request. */
export interface Violation {
  /** The keyword of the schema, or the status 401 or 415 that Prism would answer with. */
  code: string | number;
  message: string;
  /** Where it is, beginning with `body`, `header`, `query` or `path`; absent when a part is missing as a whole. */
  path?: string[];
}

/** What Prism says of a request. */
export interface Verdict {
  operation: Operation;
  violations: Violation[];
  /** It rests on more of the request than method, path, content type, body and the presence of `Authorization`. */
  dependsOnMore: boolean;
}

/** Prism, asked for routing, security and validation; it never answers itself. */
export interface Engine {
  /**
   * Judges a request.
   *
   * @param request the request
   * @param body the value of its body, undefined when there is none or it is not JSON
   * @returns the operation and what is wrong with the request
   * @throws {Refusal} when the contract has no such operation
   */
  judge(request: ReceivedRequest, body: Json | undefined): Promise<Verdict>;
}

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

/**
 * Starts Prism on a contract.
 *
 * @param document the bundled contract; Prism works on a copy
 * @param operations its operations
 * @returns the engine
 * @throws {Error} when Prism is not installed, or when it does not validate the requests of an operation
 */
export async function startEngine(document: Document, operations: Operation[]): Promise<Engine> {
  const { createInstance, createLogger, getHttpOperationsFromSpec } = await importPrism();
  const resources = await getHttpOperationsFromSpec(structuredClone(document));
  const byRoute = new Map(
    operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
  );
  const prism = createInstance(config, {
    logger: createLogger('prism', { enabled: false }),
    mock:
      ({ resource, input }) =>
      () => ({
        _tag: 'Right',
        right: { statusCode: 200, body: { resource, violations: input.validations } },
      }),
  });
  const judge = async (request: ReceivedRequest, body: Json | undefined): Promise<Verdict> => {
    const result = await prism.request(prismRequest(request, body), resources)();
    if (result._tag === 'Left') throw noOperation(request, result.left as ProblemJsonError);
    const { resource, violations } = result.right.output.body as {
      resource: Resource;
      violations: Violation[];
    };
    const operation = byRoute.get(`${resource.method} ${resource.path}`)!;
    return { operation, violations, dependsOnMore: dependsOnMore(resource) };
  };
  for (const operation of operations) await proveThatItValidates(document, operation, judge);
  return { judge };
}

async function importPrism() {
  try {
    const [http, core] = await Promise.all([
      import('@stoplight/prism-http'),
      import('@stoplight/prism-core'),
    ]);
    return { ...http, ...core };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      'The mock needs Prism, which is not installed: npm install --save-dev @stoplight/prism-core @stoplight/prism-http ajv',
      { cause: error },
    );
  }
}

function prismRequest(request: ReceivedRequest, body: Json | undefined): IHttpRequest {
  const headers = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    method: request.method.toLowerCase() as IHttpRequest['method'],
    url: { path: request.path, query: readQuery(request.query) },
    // Why the length: without the header, as in a chunked request, Prism does not look at the content type.
    headers: { ...Object.fromEntries(headers), 'content-length': String(request.body.length) },
    body,
  };
}

function noOperation(request: ReceivedRequest, problem: ProblemJsonError): Error {
  if (problem.status !== 404 && problem.status !== 405) return problem;
  const path = request.path.length > 200 ? `${request.path.slice(0, 200)}…` : request.path;
  return new Refusal('operation', `The contract has no operation ${request.method} ${path}.`);
}

function dependsOnMore({ request, security }: Resource): boolean {
  const parameters = [request?.headers, request?.query, request?.cookie].some(
    (list) => (list?.length ?? 0) > 0,
  );
  const schemes = (security ?? []).flat() as { in?: string; name?: string }[];
  return (
    parameters ||
    schemes.some((scheme) => scheme.in !== 'header' || !/^authorization$/i.test(scheme.name ?? ''))
  );
}

/** Prism validates nothing, and says nothing, when a schema does not compile; a body of a wrong type tells. */
async function proveThatItValidates(
  document: Document,
  operation: Operation,
  judge: Engine['judge'],
): Promise<void> {
  if (operation.request === undefined) return;
  const type = document.components.schemas[operation.request]?.type;
  const verdict = await judge(
    {
      id: '',
      method: operation.method,
      path: operation.path,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
    },
    type === 'array' ? {} : [[]],
  );
  if (verdict.violations.some((violation) => violation.code === 'type')) return;
  throw new Error(
    `Prism does not validate ${operation.id}: the schema ${operation.request} does not compile there`,
  );
}
