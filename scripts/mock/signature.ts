import type { ReceivedRequest } from './answer.ts';
import { Refusal } from './refusal.ts';

/** What the `Authorization` header of Signature Version 4 says. */
export interface Signature {
  accessKeyId: string;
  region: string;
  service: string;
  /** The names of the headers that it covers, in lower case. */
  signedHeaders: string[];
  signature: string;
  /** When it was made, epoch milliseconds. */
  signedAt: number;
}

const algorithm = 'AWS4-HMAC-SHA256';
/** The form in which every AWS client writes the header. */
const form =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;
const datePattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Reads a request's signature and checks its form; whether it is right is another question.
 *
 * @param request a request with an `Authorization` header
 * @param service the name that it has to be signed for
 * @returns the signature's parts
 * @throws {Refusal} when a part is missing or malformed, with the part and the rule
 */
export function readSignature(request: ReceivedRequest, service: string): Signature {
  const header = request.headers['authorization'] ?? '';
  const parts = form.exec(header) ?? explain(header);
  const [, accessKeyId = '', day = '', region = '', named, headers = '', signature = ''] = parts;
  if (named !== service) refuse(`Credential in Authorization is for the service ${named}, not ${service}`);
  const signedHeaders = headers.toLowerCase().split(';');
  if (!signedHeaders.includes('host')) refuse('SignedHeaders in Authorization lacks host');
  return { accessKeyId, region, service, signedHeaders, signature, signedAt: readDate(request, day) };
}

/** Says which part keeps a header from having the form, or takes the parts from it where only their order is unusual. */
function explain(header: string): string[] {
  if (!header.startsWith(`${algorithm} `)) refuse(`Authorization does not begin with ${algorithm}`);
  const parts = new Map([...header.matchAll(/(\w+)=([^,\s]*)/g)].map(([, name, value]) => [name!, value!]));
  const credential = parts.get('Credential') ?? '';
  const [accessKeyId = '', day = '', region = '', named = '', ending, more] = credential.split('/');
  if (!accessKeyId || !/^\d{8}$/.test(day) || !region || ending !== 'aws4_request' || more !== undefined) {
    refuse('Credential in Authorization is not KEY/YYYYMMDD/REGION/SERVICE/aws4_request');
  }
  const signature = parts.get('Signature') ?? '';
  if (!/^[0-9a-f]{64}$/.test(signature)) refuse('Signature in Authorization is not 64 hexadecimal digits');
  return [header, accessKeyId, day, region, named, parts.get('SignedHeaders') ?? '', signature];
}

function readDate(request: ReceivedRequest, day: string): number {
  const date = request.headers['x-amz-date'] ?? '';
  const parts = datePattern.exec(date);
  if (!parts) refuse(`X-Amz-Date is ${JSON.stringify(date)}, not YYYYMMDDTHHMMSSZ`);
  if (!date.startsWith(day)) refuse(`X-Amz-Date is ${date}, but Credential says ${day}`);
  const [, year, month, dayOfMonth, hour, minute, second] = parts!.map(Number);
  return Date.UTC(year!, month! - 1, dayOfMonth!, hour!, minute!, second!);
}

function refuse(fault: string): void {
  throw new Refusal('signature-form', `${fault}.`);
}
