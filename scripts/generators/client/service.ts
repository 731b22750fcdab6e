import {
  componentName,
  type Document,
  type Paginated,
  type ParameterObject,
} from '../../contract/document.ts';
import {
  camelCase,
  findSigningName,
  type Operation,
  type OperationError,
} from '../../contract/operations.ts';
import type { Retry } from '../../runtime/errors.ts';
import type { Operation as CallableOperation, Service } from '../../runtime/service.ts';

type Server = Document['servers'][number] & {
  'x-endpoint': { partitions: string[]; fips: boolean; dualStack: boolean; fipsPartitions?: string[] };
};

/** Describes the service as far as the client needs to know it at run time; throws an {Error} without a signing name. */
export function describeService(document: Document, operations: Operation[]): Service {
  const signingName = findSigningName(document);
  if (!signingName)
    throw new Error('components.securitySchemes needs a scheme with x-sigv4, to sign with its name');
  const common = operations.flatMap(({ errors }) => errors).filter((error) => error.common);
  return {
    signingName,
    hosts: Object.fromEntries((document.servers as Server[]).flatMap(listHosts)),
    operations: Object.fromEntries(operations.map((operation) => [camelCase(operation.id), bind(operation)])),
    commonErrors: retries(common),
  };
}

/** A host may serve several partitions, and in some of them be the FIPS host as well. */
function listHosts({ url, 'x-endpoint': endpoint }: Server): [string, string][] {
  const { partitions, fips, dualStack, fipsPartitions = [] } = endpoint;
  const key = (partition: string, fips: boolean) =>
    [partition, fips && 'fips', dualStack && 'dualStack'].filter(Boolean).join(' ');
  return [
    ...partitions.map((partition): [string, string] => [key(partition, fips), url]),
    ...fipsPartitions.map((partition): [string, string] => [key(partition, true), url]),
  ];
}

function bind(operation: Operation): CallableOperation {
  const { id, method, path, parameters, request, response, paginated, errors } = operation;
  return {
    id,
    method: method.toUpperCase(),
    path,
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters.map(bindParameter)) }),
    ...(request && { request }),
    ...(response && { response }),
    ...(paginated && { paginated: bindPages(paginated) }),
    errors: retries(errors.filter(({ common }) => !common)),
  };
}

function bindPages({ inputToken, outputToken, items }: Paginated) {
  return { inputToken, outputToken, items };
}

function bindParameter({ name, in: place, required, schema }: ParameterObject) {
  return [
    name,
    { in: place as 'path' | 'query', schema: componentName(schema!)!, ...(required && { required }) },
  ] as const;
}

function retries(errors: OperationError[]): Record<string, Retry> {
  return Object.fromEntries(errors.map((error) => [error.name, retryOf(error)]));
}

/** A retryable error of the client's means too many requests, unless the client was too slow. */
function retryOf({ retryable, fault, cause }: OperationError): Retry {
  return retryable && (fault === 'client' && cause !== 'timeout' ? 'throttling' : 'transient');
}
