import http from 'node:http';
import https from 'node:https';
import { type Platform, type Send, variable } from './options.js';

/** Sends a request by `node:http` or `node:https`. Node's `fetch` takes about a third longer. */
const send: Send = (url, { method, headers, body, signal }) =>
  new Promise((resolve, reject) => {
    const { request } = /^https:/i.test(url) ? https : http;
    const outgoing = request(url, { method, headers: { ...headers, ...lengthOf(body) }, signal }, (message) =>
      resolve({
        status: message.statusCode!,
        headers: pairs(message.rawHeaders),
        // Iterated over like a stream of the web.
        body: message as unknown as Response['body'],
      }),
    );
    outgoing.on('error', reject);
    outgoing.on('upgrade', (_, socket) => socket.destroy());
    // Does nothing after a response or an error.
    outgoing.on('close', () => reject(new Error('the connection was closed')));
    outgoing.end(body);
  });

/** Node omits it for methods that seldom have a body. */
function lengthOf(body: string | null): Record<string, number> {
  return body === null ? {} : { 'content-length': Buffer.byteLength(body) };
}

function* pairs(raw: string[]): Generator<[string, string]> {
  for (let index = 0; index < raw.length; index += 2) yield [raw[index]!, raw[index + 1]!];
}

const origins = new WeakMap<Request, { body: string | undefined; signal: AbortSignal | undefined }>();

/**
 * A `Request` that remembers its body and its signal: reading them back takes a copy and a wait. Every other `Request`
 * counts as an instance, because a middleware may return one.
 */
class RememberedRequest extends Request {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Request;
  }

  constructor(input: string | URL | Request, init: RequestInit) {
    super(input, init);
    const { body = undefined, signal } = init;
    if (body !== undefined && typeof body !== 'string') return;
    origins.set(this, { body, signal: signal ?? undefined });
  }
}

/**
 * A `Response` that keeps its body as text and as an object until a caller asks for a stream: writing a page into a
 * stream and reading it back takes Node longer than the rest of a call.
 */
class ReadResponse extends Response {
  readonly #text: string | null;
  readonly #json: unknown;
  #used = false;
  #stream: Response | undefined;

  constructor(head: ResponseInit, text: string | null, json: unknown) {
    super(null, head);
    this.#text = text;
    this.#json = json;
  }

  override get body(): Response['body'] {
    return this.#open().body;
  }

  override get bodyUsed(): boolean {
    return this.#used || (this.#stream?.bodyUsed ?? false);
  }

  override async text(): Promise<string> {
    return this.#stream || this.#text === null ? this.#open().text() : this.#use(this.#text);
  }

  override async json(): Promise<unknown> {
    return this.#stream || this.#json === undefined ? this.#open().json() : this.#use(this.#json);
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#open().arrayBuffer();
  }

  override async blob(): Promise<Blob> {
    return this.#open().blob();
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#open().bytes();
  }

  override async formData(): Promise<FormData> {
    return this.#open().formData();
  }

  override clone(): Response {
    return this.#open().clone();
  }

  #open(): Response {
    this.#refuseUsed();
    this.#stream ??= new Response(this.#text, this);
    return this.#stream;
  }

  #use<Value>(value: Value): Value {
    this.#refuseUsed();
    this.#used = true;
    return value;
  }

  #refuseUsed(): void {
    if (this.#used) throw new TypeError('Body is unusable: Body has already been read');
  }
}

/** In the form of the AWS SDKs. An app id with other characters could end the header, or name another product. */
function writeUserAgent(product: string, app = variable('AWS_SDK_UA_APP_ID')): string {
  if (app && !/^[\w!#$%&'*+.^`|~-]+$/.test(app)) {
    throw new Error("userAgentAppId must be letters, digits and !#$%&'*+-.^_`|~");
  }
  return [product, `node/${process.versions.node}`, app && `app/${app}`].filter(Boolean).join(' ');
}

/** The AWS SDK has providers for credentials from files or further requests. */
function hint(): string | undefined {
  const source = [
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ].find(variable);
  return (
    source && `for ${source}, set \`credentials: fromNodeProviderChain()\` from @aws-sdk/credential-providers`
  );
}

/** Node, by its own modules; the product, such as `ImageScanFindingsClient/2019-12-02`, is for the `User-Agent` header. */
export const createNode = (product: string): Platform => ({
  hint,
  send,
  userAgent: (app) => writeUserAgent(product, app),
  Request: RememberedRequest as typeof Request,
  recall: (request) => origins.get(request),
  async readText({ body }, most) {
    const decoder = new TextDecoder();
    let text = '';
    let bytes = 0;
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      if (bytes > most) return undefined;
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  },
  respond(head, text, json) {
    // openapi-fetch parses a body without a length itself.
    head.headers.set('content-length', String(Buffer.byteLength(text)));
    return new ReadResponse(head, text || null, json);
  },
  loadSigner: () => import('./node-signer.js'),
});
