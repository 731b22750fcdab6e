import * as sdk from '@aws-sdk/client-imagebuilder';

/** A request as the SDK hands it to its HTTP handler, signed and serialized. */
export interface SdkRequest {
  method: string;
  protocol: string;
  hostname: string;
  path: string;
  query: Record<string, unknown>;
  headers: Record<string, string>;
  body: string;
}

/** What a test answers in place of the service. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body: unknown;
}

/** The SDK's classes and functions by name, for operations whose names come from the contract. */
export const sdkExports = sdk as unknown as Record<string, unknown>;

/** Makes an AWS SDK client that reaches no network: a function of the test responds to each request. */
export function createSdkClient(
  answer: (request: SdkRequest) => Answer,
  maxAttempts = 2,
): sdk.ImagebuilderClient {
  return new sdk.ImagebuilderClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    maxAttempts,
    requestHandler: {
      handle: async (request: SdkRequest & { body: string | Uint8Array }) => {
        const text = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
        const { status, headers = {}, body } = answer({ ...request, body: text });
        return {
          response: { statusCode: status, headers, body: new TextEncoder().encode(JSON.stringify(body)) },
        };
      },
    },
  });
}

/**
 * Calls an operation of the SDK by its name.
 *
 * @param client where the request goes
 * @param operation the operation's name, such as that of a contract's operation
 * @param input the operation's input in the SDK's types
 * @returns the SDK's output, `$metadata` included
 * @throws whatever the SDK throws; a `TypeError` when it has no such operation
 */
export function callSdk(client: sdk.ImagebuilderClient, operation: string, input: unknown): Promise<unknown> {
  const Command = sdkExports[`${operation}Command`] as new (
    input: unknown,
  ) => sdk.ListImageScanFindingsCommand;
  return client.send(new Command(input));
}

/**
 * Calls an operation of the SDK to see what it would send.
 *
 * @param operation the operation's name, such as that of a contract's operation
 * @param input the operation's input in the SDK's types
 * @returns the request
 * @throws whatever the SDK throws before it sends, such as for an input without a member of the path
 */
export async function captureRequest(operation: string, input: unknown): Promise<SdkRequest> {
  const requests: SdkRequest[] = [];
  const client = createSdkClient((request) => {
    requests.push(request);
    return { status: 200, body: {} };
  });
  await callSdk(client, operation, input);
  return requests[0]!;
}
