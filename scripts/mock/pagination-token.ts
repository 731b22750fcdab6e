import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const positionBytes = 6;
const macBytes = 18;

/** Issues and reads pagination tokens without keeping any. */
export interface PaginationTokens {
  /**
   * Makes a token.
   *
   * @param scope what the token is good for: the operation and the request apart from its paging
   * @param position where the next page begins
   * @returns 32 characters that are safe in a URL
   */
  issue(scope: string, position: number): string;
  /**
   * Reads a token.
   *
   * @param scope what the request asks for
   * @param token what the client sent
   * @returns where the page begins; undefined when this data never issued the token for this scope
   */
  read(scope: string, token: string): number | undefined;
}

/**
 * Makes the tokens of one set of items.
 *
 * @param fingerprint identifies the items: mocks with the same items read each other's tokens, others refuse them
 * @returns the issuer and reader
 */
export function createPaginationTokens(fingerprint: string): PaginationTokens {
  const key = createHash('sha256').update(fingerprint).digest();
  const mac = (scope: string, position: Buffer) =>
    createHmac('sha256', key).update(position).update(scope).digest().subarray(0, macBytes);
  return {
    issue(scope, position) {
      const bytes = Buffer.alloc(positionBytes);
      bytes.writeUIntBE(position, 0, positionBytes);
      return Buffer.concat([bytes, mac(scope, bytes)]).toString('base64url');
    },
    read(scope, token) {
      const bytes = Buffer.from(token, 'base64url');
      // Why compare texts: Node skips characters that are not base64url, so many texts decode to the same bytes.
      if (bytes.length !== positionBytes + macBytes || bytes.toString('base64url') !== token)
        return undefined;
      const position = bytes.subarray(0, positionBytes);
      if (!timingSafeEqual(bytes.subarray(positionBytes), mac(scope, position))) return undefined;
      return position.readUIntBE(0, positionBytes);
    },
  };
}
