import { createHash, timingSafeEqual } from 'node:crypto';
import type { ReceivedRequest } from './answer.ts';
import { Refusal } from './refusal.ts';
import { Sha256 } from './sha256.ts';
import type { Signature } from './signature.ts';
import { readQuery } from './url-members.ts';

/** A key pair that requests must be signed with. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** For temporary credentials: the token that requests must carry. */
  sessionToken?: string;
}

/** AWS accepts signatures for so many milliseconds before and after they were made. */
const validity = 5 * 60 * 1000;

/**
 * Makes the function that recomputes a request's signature.
 *
 * @param credentials the key pair
 * @returns a function that throws a {@link Refusal} when the signature is not what these credentials make of the
 *   request, or is too old
 * @throws {Error} when the signing library is not installed
 */
export async function createVerifier(
  credentials: Credentials,
): Promise<(request: ReceivedRequest, signature: Signature) => Promise<void>> {
  const { SignatureV4 } = await importSigner();
  return async (request, signature) => {
    if (signature.accessKeyId !== credentials.accessKeyId) {
      throw new Refusal('signature-mismatch', `The access key ${signature.accessKeyId} is not known here.`);
    }
    refuseToken(request, credentials);
    refuseBodyHash(request);
    const signer = new SignatureV4({
      credentials,
      region: signature.region,
      service: signature.service,
      sha256: Sha256,
      applyChecksum: false,
    });
    const signed = await signer.sign(coveredRequest(request, signature), {
      signingDate: new Date(signature.signedAt),
      // Why all: the library leaves out some headers that a client may have covered.
      signableHeaders: new Set(signature.signedHeaders),
    });
    const expected = signed.headers['authorization']!.slice(-64);
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(signature.signature))) {
      throw new Refusal(
        'signature-mismatch',
        'The signature is not the one that the secret key makes of this request.',
      );
    }
    refuseAge(signature.signedAt);
  };
}

async function importSigner() {
  try {
    return await import('@smithy/signature-v4');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error('Verifying signatures needs a library: npm install --save-dev @smithy/signature-v4', {
      cause: error,
    });
  }
}

function refuseToken(request: ReceivedRequest, credentials: Credentials): void {
  if (request.headers['x-amz-security-token'] === credentials.sessionToken) return;
  throw new Refusal('signature-mismatch', 'X-Amz-Security-Token is not the session token of the access key.');
}

/** Why here: the library takes the hash in this header as it stands. */
function refuseBodyHash(request: ReceivedRequest): void {
  const named = request.headers['x-amz-content-sha256'];
  if (named === undefined || named === createHash('sha256').update(request.body).digest('hex')) return;
  throw new Refusal('signature-mismatch', 'X-Amz-Content-Sha256 is not the hash of the body.');
}

function refuseAge(signedAt: number): void {
  const age = Date.now() - signedAt;
  if (Math.abs(age) <= validity) return;
  const made = new Date(signedAt).toISOString();
  throw new Refusal(
    'signature-expired',
    `The signature was made at ${made}, more than five minutes from now.`,
  );
}

function coveredRequest(request: ReceivedRequest, signature: Signature) {
  const covered = signature.signedHeaders.map((name): [string, string] => [
    name,
    request.headers[name] ?? '',
  ]);
  return {
    method: request.method,
    protocol: 'http:',
    hostname: '',
    path: request.path,
    query: readQuery(request.query),
    headers: Object.fromEntries(covered),
    body: request.body,
  };
}
