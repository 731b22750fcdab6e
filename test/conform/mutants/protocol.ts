import { type Call, forgives, type Mutant, type Reply, withInput } from './mutant.ts';

/** Changes each request before the mock gets it. */
const reads = (title: string, rule: string, change: (call: Call) => Call): Mutant => ({
  title,
  rule,
  respond: (call, { next }) => next(change(call)),
});

const withType = (call: Call, type: string): Call => ({
  ...call,
  headers: { ...call.headers, 'content-type': type },
});

/** A body that the mock takes for broken. */
const broken = (call: Call): Call => ({ ...call, body: Buffer.from('{'), text: '{', input: undefined });

export const protocolMutants: Mutant[] = [
  forgives('a body that is not JSON counts as empty', 'body-syntax', 'syntax', (call) =>
    call.input === undefined ? withInput(call, {}) : undefined,
  ),
  reads('comments in a body are ignored', 'body-syntax', (call) => {
    const text = call.text.replaceAll(/\/\/.*$|\/\*.*?\*\//gm, '');
    return text === call.text ? call : { ...call, text, body: Buffer.from(text) };
  }),
  reads('text after the body is ignored', 'body-syntax', (call) =>
    /^\{\}\w+$/.test(call.text) ? withInput(call, {}) : call,
  ),
  reads('bytes that are not UTF-8 are replaced', 'body-syntax', (call) =>
    call.text.includes('\uFFFD') ? withInput(call, {}) : call,
  ),
  reads('the content type does not matter', 'content-type', (call) => withType(call, 'application/json')),
  reads('a text is taken for JSON', 'content-type', (call) =>
    call.headers['content-type'] === 'text/plain' ? withType(call, 'application/json') : call,
  ),
  reads('a content type with a charset is refused', 'content-type-parameters', (call) =>
    call.headers['content-type']?.includes(';') ? withType(call, 'text/plain') : call,
  ),
  reads('letter case matters in the content type', 'content-type-parameters', (call) =>
    /[A-Z]/.test(call.headers['content-type']?.split(';')[0] ?? '') ? withType(call, 'text/plain') : call,
  ),
  reads('whitespace before a body is refused', 'json-whitespace-and-escapes', (call) =>
    /^\s+\S/.test(call.text) ? broken(call) : call,
  ),
  reads('escapes in a body are refused', 'json-whitespace-and-escapes', (call) =>
    call.text.includes('\\u') ? broken(call) : call,
  ),
  reads('a slash at the end of the path is ignored', 'unknown-path', (call) => ({
    ...call,
    path: call.path.replace(/(.)\/$/, '$1'),
  })),
  reads('two slashes in the path count as one', 'unknown-path', (call) => ({
    ...call,
    path: call.path.replace(/^\/\//, '/'),
  })),
  {
    title: 'letter case does not matter in the path',
    rule: 'unknown-path',
    respond: (call, { next }) => {
      const paths = Object.keys(call.document.paths);
      const path = paths.find((one) => one.toLowerCase() === call.path.toLowerCase()) ?? call.path;
      return next({ ...call, path });
    },
  },
  {
    title: 'a path that no operation has gets an empty success',
    rule: 'unknown-path',
    respond: async (call, { next }) => {
      const reply = await next(call);
      return call.operation ? reply : { ...reply, status: 200, text: '{}' };
    },
  },
  reads('every method is that of the operation', 'unknown-method', (call) => ({
    ...call,
    method: call.operation?.method.toUpperCase() ?? call.method,
  })),
  reads('PUT counts as POST', 'unknown-method', (call) => ({
    ...call,
    method: call.method.replace('PUT', 'POST'),
  })),
  {
    title: 'an unknown method gets no error of AWS',
    rule: 'response-headers',
    respond: async (call, { next }): Promise<Reply> => {
      if (call.method === call.operation?.method.toUpperCase()) return next(call);
      return { status: 405, headers: { 'content-type': 'application/json' }, text: '{}' };
    },
  },
  {
    title: 'the fifth of the same requests gets no items',
    rule: 'same-request-same-response',
    respond: async (call, { next, memory }) => {
      const times = Number(memory.get(call.text) ?? 0) + 1;
      memory.set(call.text, times);
      const reply = await next(call);
      const items = call.operation?.paginated?.items;
      if (times !== 5 || reply.status >= 300 || items === undefined) return reply;
      return { ...reply, text: JSON.stringify({ ...JSON.parse(reply.text), [items]: [] }) };
    },
  },
];
