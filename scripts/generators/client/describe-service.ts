import { componentName, type Document, type ParameterObject } from '../../contract/document.ts';
import { findSigningName, type Operation, type OperationError } from '../../contract/operations.ts';
import type {
  Operation as CallableOperation,
  Parameter,
  Retry,
  Service,
} from '../../runtime/client/operation.ts';
import { camelCase } from '../naming.ts';

type Server = Document['servers'][number] & {
  'x-endpoint': { partitions: string[]; fips: boolean; dualStack: boolean; fipsPartitions?: string[] };
};

/** What can be written as data. */
export type ServiceDescription = Omit<Service, 'writeRequest'>;

/**
 * Sums up what the client has to know of the contract while it runs.
 *
 * @param document the bundled contract
 * @param operations its operations
 * @returns the description, which can be written as JSON
 * @throws {Error} when requests are not signed
 */
export function describeService(document: Document, operations: Operation[]): ServiceDescription {
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

/** One host may serve several partitions, and in some of them also as the one for FIPS. */
function listHosts({ url, 'x-endpoint': endpoint }: Server): [string, string][] {
  const { partitions, fips, dualStack, fipsPartitions = [] } = endpoint;
  const key = (partition: string, fips: boolean) =>
    [partition, fips && 'fips', dualStack && 'dualStack'].filter(Boolean).join(' ');
  return [
    ...partitions.map((partition): [string, string] => [key(partition, fips), url]),
    ...fipsPartitions.map((partition): [string, string] => [key(partition, true), url]),
  ];
}

function bind({
  id,
  method,
  path,
  parameters,
  request,
  response,
  paginated,
  errors,
}: Operation): CallableOperation {
  return {
    ...{ id, method, path },
    ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters.map(bindParameter)) }),
    ...(request && { request }),
    ...(response && { response }),
    ...(paginated && {
      paginated: {
        inputToken: paginated.inputToken,
        outputToken: paginated.outputToken,
        items: paginated.items,
      },
    }),
    errors: retries(errors.filter(({ common }) => !common)),
  };
}

function bindParameter({ name, in: place, required, schema }: ParameterObject): [string, Parameter] {
  return [
    name,
    { in: place as Parameter['in'], shape: componentName(schema!)!, ...(required && { required }) },
  ];
}

function retries(errors: OperationError[]): Record<string, Retry> {
  return Object.fromEntries(errors.map((error) => [error.name, retryOf(error)]));
}

/** A client that is told to retry its own fault sent too many requests, unless it sent one too slowly. */
function retryOf({ retryable, fault, cause }: OperationError): Retry {
  return retryable && (fault === 'client' && cause !== 'timeout' ? 'throttling' : 'transient');
}
