import { createServer } from 'node:http';
import { close, listen } from '../../../scripts/listen.ts';
import { loadMockContract } from '../../../scripts/mock/contract.ts';
import { type Credentials, createMockHandler, type MockHandler } from '../../../scripts/mock/create-mock.ts';
import type { Call, Mutant, Next, Reply } from './mutant.ts';

/** A server whose mutant can be changed. */
export interface MutantServer {
  url: string;
  /** Starts a mutant that remembers nothing. */
  use(mutant: Mutant): void;
  close(): Promise<void>;
}

/** Serves one mutant at a time, in front of a mock without a port. */
export async function serveMutants(credentials: Credentials): Promise<MutantServer> {
  const { document, operations } = await loadMockContract();
  const strict = ask(await createMockHandler({ verifySignatures: credentials }));
  const lenient = ask(await createMockHandler());
  let mutant: Mutant;
  let memory = new Map<string, unknown>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const path = request.url!;
    const call: Call = {
      ...{ method: request.method!, path, body, text: body.toString(), input: parseObject(body.toString()) },
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      operation: operations.find((operation) => operation.path === path.split('?')[0]),
      document,
    };
    const next = mutant.verifies ? strict : lenient;
    const { status, headers, text } = await mutant.respond(call, { next, lenient, memory });
    response.writeHead(status, headers).end(text);
  });
  return {
    url: await listen(server, 0, '127.0.0.1'),
    use(next) {
      mutant = next;
      memory = new Map();
    },
    close: () => close(server, 1000),
  };
}

function ask(handler: MockHandler): Next {
  return async ({ method, path, headers, body }): Promise<Reply> => {
    const { connection: _, 'content-length': _length, ...sent } = headers;
    const hasBody = method !== 'GET' && body.length > 0;
    const request = new Request(`http://${headers['host']}${path}`, {
      method,
      headers: sent,
      ...(hasBody && { body: Buffer.from(body) }),
    });
    const response = await handler(request);
    // A mutant may change the body.
    response.headers.delete('content-length');
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      text: await response.text(),
    };
  };
}

function parseObject(text: string): Call['input'] {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
