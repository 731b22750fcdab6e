import type { OperationClient } from '../operation-client.ts';
import { type Breach, type CaseRule, type Conversation, Unproven } from '../rule.ts';
import type { Request, SignedRequest } from '../sign.ts';
import { isRefusal, refuse } from './cases.ts';

/** A way to sign a request wrongly, and the causes of the errors that it may get; any client error without them. */
type Forgery = [change: Partial<Request>, causes?: string[]];

/** A rule about forgeries. A server that verifies no signature may still refuse those without a valid form. */
interface ForgeryRule {
  name: string;
  statement: string;
  hasForm: boolean;
  forgeries: Record<string, Forgery>;
}

const header =
  (name: string, change: (value: string) => string): NonNullable<Request['alter']> =>
  ({ headers }) => ({ headers: { ...headers, [name]: change(headers[name] ?? '') } });
const rewrite = (change: (authorization: string) => string) => ({ alter: header('authorization', change) });
const addQuery = ({ path }: SignedRequest) => ({ path: `${path}${path.includes('?') ? '&' : '?'}added=1` });
const changeEnd = (value: string) => value.slice(0, -4) + (value.endsWith('0000') ? '1111' : '0000');
const minute = 60_000;

const rules: ForgeryRule[] = [
  {
    name: 'signature-missing',
    statement: 'A request without a signature is refused.',
    hasForm: false,
    forgeries: { 'no signature': [{ unsigned: true }, ['unsigned']] },
  },
  {
    name: 'signature-form',
    statement: 'A signature that is not well-formed is refused.',
    hasForm: false,
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
    hasForm: true,
    forgeries: {
      'another secret key': [{ credentials: { secretAccessKey: 'not-the-secret-key' } }, ['signature']],
      'an unknown access key': [{ credentials: { accessKeyId: 'AKIAIOSFODNN7UNKNOWN' } }],
    },
  },
  {
    name: 'signature-time',
    statement: 'A signature of another time is refused.',
    hasForm: true,
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
    hasForm: true,
    forgeries: {
      'another body': [{ alter: ({ body = '' }) => ({ body: `${body} ` }) }, ['signature']],
      'another query': [{ alter: addQuery }, ['signature']],
      'another header': [
        { headers: { 'x-conform': '1' }, alter: header('x-conform', () => '2') },
        ['signature'],
      ],
      'another signature': [rewrite(changeEnd), ['signature']],
    },
  },
  {
    name: 'signature-session',
    statement: 'A session token is that of the access key.',
    hasForm: true,
    forgeries: { 'another session token': [{ credentials: { sessionToken: 'not-the-session-token' } }] },
  },
];

export const signatureRules: CaseRule[] = rules.map(({ name, statement, hasForm, forgeries }) => ({
  name,
  statement,
  pointer: '#/components/securitySchemes',
  cases: (client) =>
    Object.entries(forgeries).map(([title, forgery]) => ({
      title,
      run: (conversation) => tryForgery(client, conversation, hasForm, forgery),
    })),
}));

/** The contract lets a server verify no signatures, as one does that accepts every forgery. */
async function tryForgery(
  client: OperationClient,
  conversation: Conversation,
  hasForm: boolean,
  [change, causes]: Forgery,
): Promise<Breach | undefined> {
  const breach = await refuse(conversation, forge(client, change), causes);
  if (!breach) return undefined;
  if ((await refusesAny(client, true)) || (!hasForm && (await refusesAny(client, false)))) return breach;
  throw new Unproven(hasForm ? 'the server does not verify signatures' : 'the server requires no signature');
}

function forge(client: OperationClient, change: Partial<Request>): Request {
  const request = client.request({});
  return { ...request, ...change, headers: { ...request.headers, ...change.headers } };
}

/** Whether a server refuses one of the forgeries that do, or do not, have a valid form. */
function refusesAny(client: OperationClient, hasForm: boolean): Promise<boolean> {
  return client.once(`forgeries ${hasForm}`, async () => {
    const forgeries = rules
      .filter((rule) => rule.hasForm === hasForm)
      .flatMap((rule) => Object.values(rule.forgeries));
    const exchanges = forgeries.map(([change]) => client.conversation.send(forge(client, change)));
    return (await Promise.all(exchanges)).some(({ response }) => isRefusal(response));
  });
}
