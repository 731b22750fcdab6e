import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import { requestIdHeader } from '../contract/operations.ts';
import { controlPrefix, refuseControl } from './control.ts';
import {
  bodyTooLarge,
  bodyTooLate,
  type Exchange,
  type ReceivedRequest,
  RequestError,
  type ServiceResponse,
} from './exchange.ts';
import type { MockService } from './service.ts';

/** The largest body of a request to `/_mock/`, which may contain all data at once. */
const controlBodyLimit = 512 * 1024 * 1024;
const loopback = /^(?:localhost|.+\.localhost|(?:::ffff:)?127\.\d+\.\d+\.\d+|::1)$/;
const usualHost = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/;
const gzip = promisify(gzipWithCallback);

interface ServerParts extends Pick<MockService, 'bodyLimit' | 'timeout' | 'respond' | 'fail' | 'responded'> {
  /** Host names to serve in addition to those of this machine; `*` for every name. */
  allowHosts: string[];
  /** Finds a page beside the service, such as the docs. */
  page: (path: string) => Promise<ServiceResponse> | undefined;
  /** Changes the mock; undefined if that is turned off. */
  control: ((method: string, path: string, body: Buffer) => ServiceResponse) | undefined;
}

/** Creates the HTTP server. Node itself responds to bytes that are not HTTP (400) and to a head without an end (408). */
export function createHttpServer(parts: ServerParts): Server {
  const server = createServer(
    {
      headersTimeout: parts.timeout,
      // The body has a timeout of its own, which returns an error of the contract.
      requestTimeout: parts.timeout * 2,
      connectionsCheckingInterval: Math.min(1000, parts.timeout),
    },
    (request, response) => {
      serve(parts, server, request, response).catch((error: Error) => {
        process.emitWarning(error);
        response.destroy();
      });
    },
  );
  return server;
}

async function serve(
  parts: ServerParts,
  server: Server,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [path, query] = splitTarget(request.url ?? '/');
  const { method = 'GET' } = request;
  const exchange: Exchange = { id: randomUUID(), method, path, query, started: performance.now() };
  const isControl = parts.control !== undefined && path.startsWith(controlPrefix);
  const result = await (isControl ? control : respond)(parts, exchange, request).catch(parts.fail);
  // The client has disconnected.
  if (!result) return;
  // A closing server accepts no further request, and none can follow an incomplete body.
  const isLast = !server.listening || !request.complete;
  const headers: Record<string, string | number> = isControl ? {} : corsHeaders(request, parts.allowHosts);
  headers[requestIdHeader] = exchange.id;
  const length = Buffer.byteLength(result.body);
  if (length > 0) Object.assign(headers, { 'content-type': 'application/json', 'content-length': length });
  if (isLast) headers['connection'] = 'close';
  response.writeHead(result.status, Object.assign(headers, result.headers));
  // Node sends one byte per character faster, and most bodies are ASCII.
  response.end(result.body, length === result.body.length ? 'latin1' : 'utf8');
  if (!isControl) parts.responded(exchange, result);
}

/** Unlike the URL class, accepts every target that HTTP allows, and leaves paths as they were signed. */
function splitTarget(target: string): [path: string, query: string] {
  const relative = target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = relative.indexOf('?');
  const path = mark < 0 ? relative : relative.slice(0, mark);
  return [path.startsWith('/') ? path : `/${path}`, mark < 0 ? '' : relative.slice(mark + 1)];
}

async function respond(
  parts: ServerParts,
  exchange: Exchange,
  request: IncomingMessage,
): Promise<ServiceResponse | undefined> {
  const { method, path } = exchange;
  refuseForeign(request, parts.allowHosts);
  const preflight = respondToPreflight(request);
  if (preflight) return preflight;
  const page = method === 'GET' || method === 'HEAD' ? parts.page(path) : undefined;
  if (page) return compress(await page, request.headers);
  const body = await readBody(request, parts);
  if (!body) return undefined;
  return parts.respond({
    ...exchange,
    body,
    headers: request.headers as ReceivedRequest['headers'],
    // A function because reading them takes time, and only verifying signatures needs them.
    headerValues: () => request.headersDistinct,
  });
}

/** Lets programs on this machine change the mock, but no web pages and no other machines. */
async function control(
  parts: ServerParts,
  { method, path }: Exchange,
  request: IncomingMessage,
): Promise<ServiceResponse | undefined> {
  const { headers, socket } = request;
  if (!loopback.test(socket.remoteAddress ?? '') || !loopback.test(hostName(`http://${headers.host}`))) {
    return refuseControl(`${controlPrefix} serves only requests from this machine to a loopback name.`);
  }
  if (headers.origin !== undefined) return refuseControl(`${controlPrefix} does not serve web pages.`);
  const body = await readBody(request, { bodyLimit: controlBodyLimit, timeout: parts.timeout });
  return body && parts.control!(method, path, body);
}

/**
 * Refuses requests that a web page could send through a browser on this machine: from its own origin, or to a host name
 * that it points here.
 */
function refuseForeign({ headers }: IncomingMessage, allowHosts: string[]): void {
  // Accepts nearly every request without parsing a URL.
  if (headers.origin === undefined && usualHost.test(headers.host ?? '')) return;
  const host = hostName(`http://${headers.host}`);
  // A web page can point a name here, but not an address.
  if (headers.host !== undefined && !isIP(host) && !isAllowed(host, allowHosts)) {
    const way = `start it with --allow-host ${host}`;
    throw new RequestError('policy', `The mock does not serve the host name ${host}; ${way} to allow it.`);
  }
  if (isFromOtherSite(headers) && !isAllowed(hostName(headers.origin!), allowHosts)) {
    const way = `start it with --allow-host ${hostName(headers.origin!) || "'*'"}`;
    throw new RequestError(
      'policy',
      `The mock does not serve web pages of ${headers.origin}; ${way} to allow it.`,
    );
  }
}

function isFromOtherSite({ origin, host }: IncomingHttpHeaders): boolean {
  return origin !== undefined && origin !== `http://${host}`;
}

function hostName(url: string): string {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '') ?? '';
}

function isAllowed(host: string, allowHosts: string[]): boolean {
  return loopback.test(host) || allowHosts.includes(host) || allowHosts.includes('*');
}

/** Lets the page that sent a request read the response. */
function corsHeaders({ headers }: IncomingMessage, allowHosts: string[]): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !isAllowed(hostName(origin), allowHosts)) return {};
  return { 'access-control-allow-origin': origin, 'access-control-expose-headers': '*', vary: 'origin' };
}

/** Responds to the question that a browser asks before a request to another origin. */
function respondToPreflight({ method, headers }: IncomingMessage): ServiceResponse | undefined {
  const allowed = headers['access-control-request-method'];
  if (method !== 'OPTIONS' || allowed === undefined) return undefined;
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': allowed,
      'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '600',
    },
    body: '',
  };
}

async function compress(page: ServiceResponse, headers: IncomingHttpHeaders): Promise<ServiceResponse> {
  if (!/\bgzip\b/.test(String(headers['accept-encoding']))) return page;
  return {
    ...page,
    headers: { ...page.headers, 'content-encoding': 'gzip', vary: 'accept-encoding, origin' },
    body: await gzip(page.body),
  };
}

/** Reads a body to its end and discards bytes beyond the limit; undefined if the client disconnected. */
function readBody(
  request: IncomingMessage,
  { bodyLimit, timeout }: Pick<ServerParts, 'bodyLimit' | 'timeout'>,
): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      request.off('data', read);
      request.resume();
      finish();
    };
    const refuse = (error: RequestError) => settle(() => reject(error));
    const tooLarge = () => refuse(bodyTooLarge(bodyLimit));
    const read = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodyLimit) tooLarge();
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => refuse(bodyTooLate(timeout, size)), timeout);
    request.on('data', read);
    request.once('end', () => settle(() => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))));
    request.once('error', () => settle(() => resolve(undefined)));
    if (Number(request.headers['content-length'] ?? 0) > bodyLimit) tooLarge();
  });
}
