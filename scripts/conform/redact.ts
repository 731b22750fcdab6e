import type { RawResponse } from './connection.ts';
import type { ReportedExchange } from './run.ts';
import type { SignedRequest } from './sign.ts';

/** Characters of a body that are kept in a report. */
const longestBody = 20_000;
/** Shorter secrets are made up, and any text may contain them. */
const shortestSecret = 12;
const removed = '[removed]';

/** Removes secrets that a server may quote from its response, so that no report contains them. */
export function removeSecrets(
  { status, headers, body }: RawResponse,
  secrets: (string | undefined)[],
): RawResponse {
  const texts = secrets.flatMap((secret) =>
    secret && secret.length >= shortestSecret ? [secret, ...encodeBase64(secret)] : [],
  );
  const clean = (text: string) =>
    texts.reduce(
      (rest, secret) => (mayContain(rest, secret) ? rest.replaceAll(patternOf(secret), removed) : rest),
      text,
    );
  const kept = Object.entries(headers).map(([name, value]) => [name, clean(value)]);
  return { status, headers: Object.fromEntries(kept), body: clean(body) };
}

/** Writes a text in Base64 at each of three alignments, without characters that depend on the text around it. */
function encodeBase64(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
}

/** Rules out most texts without a slow pattern: letters and digits are never escaped. */
function mayContain(text: string, secret: string): boolean {
  const [longest = ''] = (secret.match(/\w+/g) ?? []).sort((one, other) => other.length - one.length);
  return text.includes(longest);
}

/** Matches a secret as it is, and as JSON, URLs, HTML and the Base64 of URLs may write it. */
function patternOf(secret: string): RegExp {
  const source = secret.replaceAll(/\W/g, (character) => {
    const number = character.charCodeAt(0);
    const code = number.toString(16).padStart(2, '0');
    const unit = `u${code.padStart(4, '0')}`;
    const inUrl = { '+': '|-', '/': '|_' }[character] ?? '';
    return `(?:\\\\?\\${unit}|\\\\${unit}|%${code}|&#x${code};|&#${number};${inUrl})`;
  });
  return new RegExp(source, 'gi');
}

/** Returns an exchange for a report: without signatures, and with long bodies cut. */
export function redact(
  { method, path, headers, body }: SignedRequest,
  response: RawResponse,
  curl: string,
): ReportedExchange {
  const secret = ['authorization', 'x-amz-security-token'].filter((name) => headers[name] !== undefined);
  return {
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
}

/** Copies the start of a long text, since a slice would keep all of it in memory. */
function cut(text: string): string {
  return text.length > longestBody ? `${Buffer.from(text.slice(0, longestBody))}…` : text;
}
