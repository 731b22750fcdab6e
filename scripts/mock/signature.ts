import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto';
import { type ReceivedRequest, RequestError, readQuery } from './exchange.ts';
import type { Credentials } from './types.ts';

/** The content of an `Authorization` header of Signature Version 4. */
interface Signature {
  accessKeyId: string;
  region: string;
  service: string;
  /** The names of the signed headers, in lower case. */
  signedHeaders: string[];
  signature: string;
  /** `X-Amz-Date`, such as `20261127T120000Z`. */
  signedAt: string;
}

/** AWS accepts a signature from five minutes before to five minutes after its time. */
const validity = 5 * 60 * 1000;

const algorithm = 'AWS4-HMAC-SHA256';
/** The parts of the header, whose order and separators vary. */
const partPattern = /[\s,](Credential|SignedHeaders|Signature)=([^,\s]*)/g;
const credentialPattern = /^([^/]+)\/(\d{8})\/([^/]+)\/([^/]*)\/aws4_request$/;
const datePattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Makes a function that throws if the signature of a request is malformed or, with credentials, does not match them.
 *
 * @param service the signing name of the service
 */
export async function createSignatureCheck(
  service: string,
  credentials: Credentials | undefined,
): Promise<(request: ReceivedRequest) => void | Promise<void>> {
  if (!credentials) return (request) => void readSignature(request, service);
  const verify = await createVerifier(credentials);
  return (request) => verify(request, readSignature(request, service));
}

function readSignature({ headers }: ReceivedRequest, service: string): Signature {
  const header = headers['authorization'] ?? '';
  const refuseForm = (message: string): never => refuse('signature-form', `${message}.`);
  if (!header.startsWith(`${algorithm} `)) refuseForm(`Authorization does not begin with ${algorithm}`);
  const parts: Record<string, string> = {};
  for (const [, name, value] of header.matchAll(partPattern)) parts[name!] = value!;
  const credential = credentialPattern.exec(parts['Credential'] ?? '');
  if (!credential) refuseForm('Credential in Authorization is not KEY/YYYYMMDD/REGION/SERVICE/aws4_request');
  const [, accessKeyId = '', day = '', region = '', named] = credential ?? [];
  const signature = parts['Signature'] ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature))
    refuseForm('Signature in Authorization is not 64 hexadecimal digits');
  if (named !== service)
    refuseForm(`Credential in Authorization is for the service ${named}, not ${service}`);
  const signedHeaders = (parts['SignedHeaders'] ?? '').toLowerCase().split(';');
  if (!signedHeaders.includes('host')) refuseForm('SignedHeaders in Authorization lacks host');
  const signedAt = headers['x-amz-date'] ?? '';
  if (!datePattern.test(signedAt))
    refuseForm(`X-Amz-Date is ${JSON.stringify(signedAt)}, not YYYYMMDDTHHMMSSZ`);
  if (!signedAt.startsWith(day)) refuseForm(`X-Amz-Date is ${signedAt}, but Credential says ${day}`);
  return { accessKeyId, region, service, signedHeaders, signature, signedAt };
}

function refuse(reason: 'signature' | 'signature-form' | 'credentials', message: string): never {
  throw new RequestError(reason, message);
}

async function createVerifier(credentials: Credentials) {
  const { SignatureV4 } = await importSigner();
  return async (request: ReceivedRequest, signature: Signature): Promise<void> => {
    if (signature.accessKeyId !== credentials.accessKeyId) {
      refuse('credentials', `The access key ${signature.accessKeyId} is unknown.`);
    }
    if (request.headers['x-amz-security-token'] !== credentials.sessionToken) {
      refuse('credentials', 'X-Amz-Security-Token is not the session token of the access key.');
    }
    refuseOtherTime(signature.signedAt);
    refuseOtherHash(request);
    const { region, service, signedHeaders } = signature;
    const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
    const signed = await signer.sign(signedPart(request, signedHeaders), {
      signingDate: new Date(readDate(signature.signedAt)),
      // By default the library skips some headers that a client may have signed.
      signableHeaders: new Set(signedHeaders),
    });
    const expected = signed.headers['authorization']!.slice(-64);
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature.signature))) {
      refuse(
        'signature',
        'The signature does not match: the secret key differs, or the request changed after it was signed.',
      );
    }
  };
}

async function importSigner() {
  try {
    return await import('@smithy/signature-v4');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const install = 'npm install --save-dev @smithy/signature-v4';
    throw new Error(`Verifying signatures needs a package that is not installed: ${install}`, {
      cause: error,
    });
  }
}

/** SDKs recognize these messages and correct their clock. */
function refuseOtherTime(signedAt: string): void {
  const now = Date.now();
  const age = now - readDate(signedAt);
  if (Number.isNaN(age)) refuse('signature-form', `X-Amz-Date is ${signedAt}, which is not a time.`);
  if (age > validity) {
    const earliest = `${writeDate(now - validity)} (${writeDate(now)} - 5 min.)`;
    refuse('signature', `Signature expired: ${signedAt} is now earlier than ${earliest}`);
  }
  if (age < -validity) {
    const latest = `${writeDate(now + validity)} (${writeDate(now)} + 5 min.)`;
    refuse('signature', `Signature not yet current: ${signedAt} is still later than ${latest}`);
  }
}

/** The signing library trusts the hash in this header. */
function refuseOtherHash({ headers, body }: ReceivedRequest): void {
  const hash = headers['x-amz-content-sha256'];
  if (hash === undefined || hash === createHash('sha256').update(body).digest('hex')) return;
  refuse('signature', 'X-Amz-Content-Sha256 is not the hash of the body.');
}

function signedPart({ method, path, query, headerValues, body }: ReceivedRequest, signedHeaders: string[]) {
  const all = headerValues();
  const headers = signedHeaders.map((name) => {
    const values = Object.hasOwn(all, name) ? all[name] : undefined;
    if (!values)
      refuse('signature', `SignedHeaders in Authorization names ${name}, which the request does not have.`);
    return [name, values.map((value) => value.trim()).join(',')];
  });
  return {
    method,
    protocol: 'http:',
    hostname: '',
    path,
    query: readQuery(query),
    headers: Object.fromEntries(headers),
    body,
  };
}

function readDate(date: string): number {
  return Date.parse(date.replace(datePattern, '$1-$2-$3T$4:$5:$6Z'));
}

function writeDate(time: number): string {
  return new Date(time).toISOString().replace(/[:-]|\.\d+/g, '');
}

/** Node's SHA-256, plain or keyed, with the interface that the signing library requires. */
export class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  /** Part of the interface, but never called. */
  reset(): void {
    throw new Error('a hash is used once');
  }
}
