import type { Target } from './sign.ts';
import type { Exchange, RawResponse, ReportedExchange, Response, SignedRequest } from './types.ts';

/** Characters of a body that a report has. */
const longestBody = 20_000;
/** Shorter secrets are made up, and may be in any text. */
const shortestSecret = 12;
const removed = '[removed]';

/** Reads a response without the secrets that a server may quote, so that none of them gets into a report. */
export function readResponse(
  { credentials }: Target,
  { headers }: SignedRequest,
  { status, ...response }: RawResponse,
): Response {
  const signature = /Signature=(\w+)/.exec(headers['authorization'] ?? '')?.[1];
  const secrets = [credentials.secretAccessKey, credentials.sessionToken, signature].filter(
    (secret): secret is string => secret !== undefined && secret.length >= shortestSecret,
  );
  const clean = (text: string) =>
    secrets.reduce(
      (rest, secret) => (mayContain(rest, secret) ? rest.replaceAll(patternOf(secret), removed) : rest),
      text,
    );
  const kept = Object.entries(response.headers).map(([name, value]) => [name, clean(value)]);
  const body = clean(response.body);
  return { status, headers: Object.fromEntries(kept), body, json: parseJson(body) };
}

/** Finds out without a pattern, which takes long, that a text has no secret: letters and digits are never escaped. */
function mayContain(text: string, secret: string): boolean {
  const [longest = ''] = (secret.match(/\w+/g) ?? []).sort((one, other) => other.length - one.length);
  return text.includes(longest);
}

/** Matches a secret as it is, and as JSON, URLs and HTML may write it. */
function patternOf(secret: string): RegExp {
  const source = secret.replaceAll(/\W/g, (character) => {
    const number = character.charCodeAt(0);
    const code = number.toString(16).padStart(2, '0');
    const unit = `u${code.padStart(4, '0')}`;
    return `(?:\\\\?\\${unit}|\\\\${unit}|%${code}|&#x${code};|&#${number};)`;
  });
  return new RegExp(source, 'gi');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const reported = new WeakMap<Exchange, ReportedExchange>();

/** What a report has of an exchange: nothing that signs the request, and the start of long bodies. */
export function redact(exchange: Exchange): ReportedExchange {
  const known = reported.get(exchange);
  if (known) return known;
  const { request, response, curl } = exchange;
  const { method, path, headers, body } = request;
  const secret = ['authorization', 'x-amz-security-token'].filter((name) => headers[name] !== undefined);
  const result = {
    request: {
      method,
      path,
      headers: { ...headers, ...Object.fromEntries(secret.map((name) => [name, removed])) },
      ...(body !== undefined && {
        body: cut(typeof body === 'string' ? body : Buffer.from(body).toString('latin1')),
      }),
    },
    response: { status: response.status, headers: response.headers, body: cut(response.body) },
    curl,
  };
  reported.set(exchange, result);
  return result;
}

/** Copies what is kept, since a slice would keep the whole text in memory. */
function cut(text: string): string {
  return text.length > longestBody ? `${Buffer.from(text.slice(0, longestBody))}…` : text;
}
