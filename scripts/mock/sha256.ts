import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

/** Node's SHA-256, plain or keyed, in the shape that the SDK's signer asks for. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  /** @param secret the key of an HMAC; a plain hash without it */
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }

  /** @param data the bytes that come next */
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  /** @returns the 32 bytes of the hash */
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  /** @throws {Error} always: the signer asks for this method and never calls it */
  reset(): void {
    throw new Error('a hash is not used twice');
  }
}
