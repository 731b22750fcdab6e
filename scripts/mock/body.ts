import type { IncomingMessage } from 'node:http';
import type { Json } from '../contract/document.ts';
import { Refusal } from './refusal.ts';

/** What bounds the reading of a body. */
export interface BodyLimits {
  /** The most bytes that a body may have. */
  bodyLimit: number;
  /** Milliseconds that a client has to send it. */
  timeout: number;
}

/**
 * Reads a request's body to its end.
 *
 * @param request the request; what is beyond the limit is left for the server to discard
 * @param limits the most bytes, and the milliseconds until patience ends
 * @param abandoned called with a function that makes the reading fail, for faults that only the connection knows of
 * @returns the bytes; none when there is no body
 * @throws {Refusal} when the body is too large, too slow, or cut off
 */
export function readBody(
  request: IncomingMessage,
  limits: BodyLimits,
  abandoned: (fail: (refusal: Refusal) => void) => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      request.off('data', onData);
      request.resume();
      finish();
    };
    const fail = (refusal: Refusal) => settle(() => reject(refusal));
    const timer = setTimeout(() => fail(tooSlow(limits.timeout, size)), limits.timeout);
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.bodyLimit) fail(tooLarge(limits.bodyLimit));
      else chunks.push(chunk);
    };
    if (Number(request.headers['content-length'] ?? 0) > limits.bodyLimit) {
      fail(tooLarge(limits.bodyLimit));
      return;
    }
    abandoned(fail);
    request.on('data', onData);
    request.once('end', () => settle(() => resolve(Buffer.concat(chunks))));
    request.once('error', () => fail(new Refusal('http', `The body was cut off after ${size} bytes.`)));
  });
}

function tooLarge(limit: number): Refusal {
  return new Refusal('body-size', `The body is larger than the limit of ${limit} bytes.`);
}

function tooSlow(timeout: number, size: number): Refusal {
  return new Refusal('timeout', `The body did not end within ${timeout} ms: ${size} bytes had arrived.`);
}

/**
 * Parses a JSON body, strictly: UTF-8 without a byte order mark, and nothing that only JavaScript calls JSON.
 *
 * @param bytes the body
 * @returns its value, undefined when the body is empty
 * @throws {Refusal} when the bytes are not UTF-8 or the text is not JSON
 */
export function parseJson(bytes: Buffer): Json | undefined {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  if (text.startsWith('\uFEFF')) {
    throw new Refusal('syntax', 'The body begins with a byte order mark: JSON is sent without one.');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal('syntax', `The body is not JSON: ${(error as Error).message}.`);
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal('syntax', 'The body is not UTF-8.');
  }
}
