import type { Subject } from '../subject.ts';
import type { CaseRule, Conversation, Request, SignedRequest, Violation } from '../types.ts';
import { Unproven } from '../types.ts';
import { refuse } from './cases.ts';

/** A way to sign a request wrongly, and the causes of the errors that it may get; any client error without them. */
type Forgery = [change: Partial<Request>, causes?: string[]];

const header =
  (name: string, change: (value: string) => string): NonNullable<Request['alter']> =>
  ({ headers }) => ({ headers: { ...headers, [name]: change(headers[name] ?? '') } });
const rewrite = (change: (authorization: string) => string) => ({ alter: header('authorization', change) });
const addQuery = ({ path }: SignedRequest) => ({ path: `${path}${path.includes('?') ? '&' : '?'}added=1` });
const endOtherwise = (value: string) => value.slice(0, -4) + (value.endsWith('0000') ? '1111' : '0000');
const minute = 60_000;

/** Each kind of forgery has a rule. A server that verifies no signature may still refuse those without a valid form. */
const kinds: { name: string; statement: string; form?: boolean; forgeries: Record<string, Forgery> }[] = [
  {
    name: 'signature-missing',
    statement: 'A request without a signature is refused.',
    form: true,
    forgeries: { 'no signature': [{ unsigned: true }, ['unsigned']] },
  },
  {
    name: 'signature-form',
    statement: 'A signature that is not well-formed is refused.',
    form: true,
    forgeries: {
      'half a signature': [rewrite((value) => value.slice(0, -32)), ['signature-form', 'signature']],
      'no credential': [rewrite((value) => value.replace(/Credential=[^,]+, ?/, '')), ['signature-form']],
      'no signed headers': [
        rewrite((value) => value.replace(/SignedHeaders=[^,]+, ?/, '')),
        ['signature-form'],
      ],
      'another service': [
        rewrite((value) => value.replace(/[^/]+(?=\/aws4_request)/, 'other')),
        ['signature-form', 'signature'],
      ],
      'no date': [{ alter: header('x-amz-date', () => '') }, ['signature-form']],
    },
  },
  {
    name: 'signature-key',
    statement: 'A signature by another key is refused.',
    forgeries: {
      'another secret key': [{ credentials: { secretAccessKey: 'not-the-secret-key' } }, ['signature']],
      'an unknown access key': [{ credentials: { accessKeyId: 'AKIAIOSFODNN7UNKNOWN' } }],
    },
  },
  {
    name: 'signature-time',
    statement: 'A signature of another time is refused.',
    // Services of AWS accept one for five or for fifteen minutes.
    forgeries: {
      'a signature of 20 minutes ago': [{ clockOffset: -20 * minute }, ['signature']],
      'a signature of yesterday': [{ clockOffset: -24 * 60 * minute }, ['signature']],
      'a signature of 20 minutes from now': [{ clockOffset: 20 * minute }, ['signature']],
    },
  },
  {
    name: 'signature-cover',
    statement: 'A request that was changed after it was signed is refused.',
    forgeries: {
      'another body': [{ alter: ({ body = '' }) => ({ body: `${body} ` }) }, ['signature']],
      'another query': [{ alter: addQuery }, ['signature']],
      'another header': [
        { headers: { 'x-conform': '1' }, alter: header('x-conform', () => '2') },
        ['signature'],
      ],
      'another signature': [rewrite(endOtherwise), ['signature']],
    },
  },
  {
    name: 'signature-session',
    statement: 'A session token is that of the access key.',
    forgeries: { 'another session token': [{ credentials: { sessionToken: 'not-the-session-token' } }] },
  },
];

export const signatureRules: CaseRule[] = kinds.map(({ name, statement, form = false, forgeries }) => ({
  name,
  statement,
  pointer: '#/components/securitySchemes',
  cases: (subject) =>
    Object.entries(forgeries).map(([title, forgery]) => ({
      title,
      run: (conversation) => tryForgery(subject, conversation, form, forgery),
    })),
}));

/** A server that accepts every forgery does not verify signatures, which the contract leaves to it. */
async function tryForgery(
  subject: Subject,
  conversation: Conversation,
  form: boolean,
  [change, causes]: Forgery,
): Promise<Violation | undefined> {
  const { headers, ...request } = subject.request({});
  const violation = await refuse(
    conversation,
    { ...request, ...change, headers: { ...headers, ...change.headers } },
    causes,
  );
  if (!violation) return undefined;
  const asks = (formOnly: boolean) =>
    subject.once(`forgeries ${formOnly}`, () => refusesAny(subject, formOnly));
  if ((await asks(false)) || (form && (await asks(true)))) return violation;
  throw new Unproven(form ? 'the server requires no signature' : 'the server does not verify signatures');
}

/** Whether a server refuses one of the forgeries that do, or do not, have a valid form. */
async function refusesAny({ request, conversation }: Subject, form: boolean): Promise<boolean> {
  const forgeries = kinds
    .filter((kind) => (kind.form ?? false) === form)
    .flatMap((kind) => Object.values(kind.forgeries));
  const exchanges = forgeries.map(async ([change]) => {
    const plain = request({});
    const { response } = await conversation.send({
      ...plain,
      ...change,
      headers: { ...plain.headers, ...change.headers },
    });
    return response.status;
  });
  return (await Promise.all(exchanges)).some((status) => status >= 400 && status < 500);
}
