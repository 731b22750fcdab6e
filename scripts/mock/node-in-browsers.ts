// Replaces `node:buffer`, `node:crypto` and `node:timers/promises` in the mock for browsers.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer';

export { Buffer };

export const constants = { MAX_LENGTH: 2 ** 31 - 1, MAX_STRING_LENGTH: 2 ** 29 - 24 };

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export const createHash = (_sha256: string) => wrap(sha256.create());
export const createHmac = (_sha256: string, key: Uint8Array | string) =>
  wrap(hmac.create(sha256, Buffer.from(key)));

function wrap(hash: { update(bytes: Uint8Array): unknown; digest(): Uint8Array }) {
  return {
    update(data: Uint8Array | string) {
      hash.update(Buffer.from(data));
      return this;
    },
    digest(encoding?: 'hex') {
      const bytes = Buffer.from(hash.digest());
      return encoding ? bytes.toString(encoding) : bytes;
    },
  };
}

export function hash(_sha256: string, text: string, _encoding: 'base64url'): string {
  const base64 = Buffer.from(sha256(Buffer.from(text))).toString('base64');
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Unlike Node's, not in constant time: a page has no secrets from itself. */
export const timingSafeEqual = (one: Buffer, other: Buffer) => one.equals(other);

export function setTimeout(milliseconds: number): Promise<void> {
  return new Promise((resolve) => globalThis.setTimeout(resolve, milliseconds));
}
