import type { Call, Mutant } from './mutant.ts';

/** Does not look at a part of the signature: requests of a kind are not verified. */
const overlooks = (title: string, rule: string, isOverlooked: (call: Call) => boolean): Mutant => ({
  title,
  rule,
  verifies: true,
  respond: (call, { next, lenient }) => (isOverlooked(call) ? lenient(wellFormed(call)) : next(call)),
});

const signature = `AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

function wellFormed(call: Call): Call {
  const service = Object.values(
    (call.document.components['securitySchemes'] ?? {}) as Record<string, { 'x-sigv4'?: { name: string } }>,
  )[0]!['x-sigv4']!.name;
  const authorization = signature.replace('{service}', service);
  return { ...call, headers: { ...call.headers, authorization, 'x-amz-date': '20261122T000000Z' } };
}

/** Milliseconds that have passed since a request was signed. */
function ageOf({ headers }: Call): number {
  const parts = headers['x-amz-date']?.match(/\d\d/g) ?? [];
  const [century, year, month, day, hour, minute, second] = parts;
  return Date.now() - Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

const minute = 60_000;
const authorizationOf = ({ headers }: Call) => headers['authorization'] ?? '';

export const signatureMutants: Mutant[] = [
  overlooks(
    'a request without a signature is accepted',
    'signature-missing',
    (call) => authorizationOf(call) === '',
  ),
  overlooks('half a signature is enough', 'signature-form', (call) =>
    /Signature=[0-9a-f]{32}$/.test(authorizationOf(call)),
  ),
  overlooks('the credential may be missing', 'signature-form', (call) =>
    /^AWS4(?!.*Credential=)/.test(authorizationOf(call)),
  ),
  overlooks('the signed headers may be missing', 'signature-form', (call) =>
    /^AWS4(?!.*SignedHeaders=)/.test(authorizationOf(call)),
  ),
  overlooks('the service in the credential does not matter', 'signature-form', (call) =>
    authorizationOf(call).includes('/other/'),
  ),
  overlooks(
    'the date may be missing',
    'signature-form',
    (call) => authorizationOf(call) !== '' && !call.headers['x-amz-date'],
  ),
  overlooks('every access key is known', 'signature-key', (call) =>
    authorizationOf(call).includes('UNKNOWN'),
  ),
  overlooks('a signature never expires', 'signature-time', (call) => ageOf(call) > 5 * minute),
  overlooks('a signature may be of yesterday', 'signature-time', (call) => ageOf(call) > 60 * minute),
  overlooks('a signature may be from the future', 'signature-time', (call) => ageOf(call) < -5 * minute),
  overlooks('the body is not covered', 'signature-cover', (call) => /\S $/.test(call.text)),
  overlooks('the query is not covered', 'signature-cover', (call) => call.path.includes('?')),
  overlooks(
    'a header that was signed is not covered',
    'signature-cover',
    (call) => 'x-conform' in call.headers,
  ),
  overlooks('the session token does not matter', 'signature-session', (call) =>
    (call.headers['x-amz-security-token'] ?? '').startsWith('not-'),
  ),
];
