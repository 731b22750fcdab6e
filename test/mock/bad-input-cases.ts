import { operation, paginated, rawRequest } from './harness.ts';

/** Bytes that no well-behaved client sends, and the cause of the error they get, or `success`. */
export interface BadInput {
  name: string;
  bytes: Buffer | string;
  cause: string;
  /** Close our half of the connection after sending. */
  halfClose?: boolean;
}

const { inputToken, pageSize } = paginated;
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const chunked = (...chunks: string[]) =>
  Buffer.concat([
    rawRequest('', { 'content-length': undefined, 'transfer-encoding': 'chunked' }),
    Buffer.from(`${chunks.map(chunk).join('')}0\r\n\r\n`),
  ]);
const target = (line: string) => `${line}\r\nhost: localhost\r\n\r\n`;

const syntax: [string, string | Buffer][] = [
  ['a lone brace', '{'],
  ['a body cut off within a string', '{"a": "b'],
  ['a body cut off within an escape', '{"a": "\\u12'],
  ['a comma after the last member', '{"a": 1,}'],
  ['a comma after the last element', '[1,]'],
  ['single quotes', "{'a': 1}"],
  ['a name without quotes', '{a: 1}'],
  ['a comment', '{} // all'],
  ['a block comment', '/* all */ {}'],
  ['two values', '{} {}'],
  ['NaN', `{"${pageSize}": NaN}`],
  ['Infinity', `{"${pageSize}": Infinity}`],
  ['a leading zero', `{"${pageSize}": 01}`],
  ['a plus sign', `{"${pageSize}": +1}`],
  ['a hexadecimal number', `{"${pageSize}": 0x1}`],
  ['a number that ends in a point', `{"${pageSize}": 1.}`],
  ['a number that begins with a point', `{"${pageSize}": .5}`],
  ['an exponent without digits', `{"${pageSize}": 1e}`],
  ['a line break in a string', '{"a": "b\nc"}'],
  ['a tab in a string', '{"a": "b\tc"}'],
  ['a NUL in a string', '{"a": "b\0c"}'],
  ['an unknown escape', '{"a": "\\x41"}'],
  ['a capital True', '{"a": True}'],
  ['undefined', 'undefined'],
  ['only white space', '   '],
  ['a form feed as white space', '\f{}'],
  ['a no-break space', '\u00a0{}'],
  ['form data', 'a=1&b=2'],
  ['XML', '<a/>'],
  ['a NUL after the value', '{}\0'],
  ['a UTF-8 byte order mark', '\ufeff{}'],
  ['a UTF-16 byte order mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('{}')])],
  ['UTF-16 without a mark', utf16('{}')],
  ['UTF-32', Buffer.from([0, 0, 0, 0x7b, 0, 0, 0, 0x7d])],
  ['Latin-1', Buffer.from('{"a": "é"}', 'latin1')],
  ['a lone continuation byte', Buffer.from([0x22, 0x80, 0x22])],
  ['a truncated UTF-8 sequence', Buffer.from([0x22, 0xe2, 0x82, 0x22])],
  ['an overlong UTF-8 sequence', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['a code point beyond Unicode', Buffer.from([0x22, 0xf5, 0x80, 0x80, 0x80, 0x22])],
  ['gzip', Buffer.from('H4sIAAAAAAAAA6uuBQBDv6ajAgAAAA==', 'base64')],
  ['random bytes', Buffer.from(Array.from({ length: 256 }, (_, index) => (index * 167 + 13) % 256))],
  ['unclosed lists, 20,000 deep', '['.repeat(20_000)],
];

/** Values of a wrong JSON type. */
const type: [string, string][] = [
  ['an empty list', '[]'],
  ['a string', '"all"'],
  ['a number', '1'],
  ['true', 'true'],
  ['false', 'false'],
  ['zero', '0'],
  ['an empty string', '""'],
  ['null', 'null'],
  ['a page size as text', `{"${pageSize}": "1"}`],
  ['a page size of half', `{"${pageSize}": 0.5}`],
  ['a page size of 1e400', `{"${pageSize}": 1e400}`],
  ['a page size beyond 2^53', `{"${pageSize}": 9007199254740993}`],
  ['a page size as a list', `{"${pageSize}": [1]}`],
  ['a token as a number', `{"${inputToken}": 1}`],
  ['lists 20,000 deep', `{"${pageSize}": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
];

const constraint: [string, string][] = [
  ['a member that does not exist', '{"bogus": 1}'],
  ['a member named __proto__', '{"__proto__": {"polluted": true}}'],
  ['a member named constructor', '{"constructor": {"prototype": {"polluted": true}}}'],
  ['a member named toString', '{"toString": 1}'],
  ['a member without a name', '{"": 1}'],
  ['a member of another case', `{"${pageSize.toUpperCase()}": 1}`],
  ['a page size of zero', `{"${pageSize}": 0}`],
  ['a page size of minus one', `{"${pageSize}": -1}`],
  ['an empty token', `{"${inputToken}": ""}`],
  ['a token of 65,536 characters', `{"${inputToken}": "${'a'.repeat(65_536)}"}`],
  ['duplicate keys, the last one wrong', `{"${pageSize}": 1, "${pageSize}": 0}`],
  ['100,000 unknown members', `{${Array.from({ length: 100_000 }, (_, i) => `"a${i}":1`).join(',')}}`],
  ['objects 20,000 deep', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
];

/** Bytes that are not HTTP. */
export const malformed: Pick<BadInput, 'name' | 'bytes' | 'halfClose'>[] = [
  { name: 'a line of garbage', bytes: 'garbage\r\n\r\n' },
  { name: 'a TLS greeting', bytes: Buffer.from('1603010200010001fc0303', 'hex') },
  { name: 'HTTP/2 prior knowledge', bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
  { name: 'an unknown method', bytes: target('BREW / HTTP/1.1') },
  { name: 'an unknown protocol', bytes: target('GET / SMTP/1.1') },
  { name: 'a header without a colon', bytes: 'GET / HTTP/1.1\r\nhost localhost\r\n\r\n' },
  { name: 'a header with a NUL', bytes: 'GET / HTTP/1.1\r\nhost: a\0b\r\n\r\n' },
  { name: 'a header of 100 KB', bytes: `GET / HTTP/1.1\r\na: ${'b'.repeat(100_000)}\r\n\r\n` },
  { name: 'a request without a host', bytes: rawRequest('{}', { host: undefined }) },
  { name: 'a negative length', bytes: rawRequest('{}', { 'content-length': '-1' }) },
  { name: 'a length that is not a number', bytes: rawRequest('{}', { 'content-length': 'two' }) },
  { name: 'a length beside a chunked body', bytes: rawRequest('{}', { 'transfer-encoding': 'chunked' }) },
  {
    name: 'a chunk with a bad size',
    bytes: Buffer.concat([
      rawRequest('', { 'content-length': undefined, 'transfer-encoding': 'chunked' }),
      Buffer.from('zz\r\n{}\r\n0\r\n\r\n'),
    ]),
  },
  {
    name: 'a body cut off by the end of the connection',
    bytes: rawRequest('{}', { 'content-length': '10' }),
    halfClose: true,
  },
  { name: 'a head cut off by the end of the connection', bytes: 'GET / HT', halfClose: true },
];

const routing: BadInput[] = [
  { name: 'an unknown path', bytes: target('POST /nowhere HTTP/1.1'), cause: 'operation' },
  {
    name: 'a method that the path does not have',
    bytes: target(`GET ${operation.path} HTTP/1.1`),
    cause: 'operation',
  },
  {
    name: 'a path that ends in a slash',
    bytes: target(`POST ${operation.path}/ HTTP/1.1`),
    cause: 'operation',
  },
  { name: 'a path with a broken escape', bytes: target('POST /%E0%A4%A HTTP/1.1'), cause: 'operation' },
  { name: 'a path that climbs', bytes: target('GET /../../etc/passwd HTTP/1.1'), cause: 'operation' },
  {
    name: 'a path of 10,000 characters',
    bytes: target(`GET /${'a'.repeat(10_000)} HTTP/1.1`),
    cause: 'operation',
  },
  { name: 'a path of two slashes', bytes: target('GET // HTTP/1.1'), cause: 'operation' },
  { name: 'an asterisk for a path', bytes: target('OPTIONS * HTTP/1.1'), cause: 'operation' },
  { name: 'a path named __proto__', bytes: target('GET /__proto__ HTTP/1.1'), cause: 'operation' },
  { name: 'TRACE', bytes: target('TRACE / HTTP/1.1'), cause: 'operation' },
];

const headers: BadInput[] = [
  { name: 'no signature', bytes: rawRequest('{}', { authorization: undefined }), cause: 'unsigned' },
  { name: 'an empty signature', bytes: rawRequest('{}', { authorization: '' }), cause: 'unsigned' },
  {
    name: 'no signature and bad JSON',
    bytes: rawRequest('{', { authorization: undefined }),
    cause: 'unsigned',
  },
  { name: 'no content type', bytes: rawRequest('{}', { 'content-type': undefined }), cause: 'media-type' },
  { name: 'an empty content type', bytes: rawRequest('{}', { 'content-type': '' }), cause: 'media-type' },
  {
    name: 'text as content type',
    bytes: rawRequest('{}', { 'content-type': 'text/plain' }),
    cause: 'media-type',
  },
  {
    name: 'another kind of JSON as content type',
    bytes: rawRequest('{}', { 'content-type': 'application/hal+json' }),
    cause: 'media-type',
  },
  {
    name: 'a content type of nonsense',
    bytes: rawRequest('{}', { 'content-type': '!!' }),
    cause: 'media-type',
  },
  {
    name: 'a form as content type',
    bytes: rawRequest('a=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    cause: 'media-type',
  },
  {
    name: 'a multipart form without a boundary',
    bytes: rawRequest('a', { 'content-type': 'multipart/form-data' }),
    cause: 'media-type',
  },
  {
    name: 'the charset UTF-16',
    bytes: rawRequest(utf16('{}'), { 'content-type': 'application/json; charset=utf-16' }),
    cause: 'media-type',
  },
  {
    name: 'an upgrade',
    bytes: rawRequest('{}', { connection: 'upgrade', upgrade: 'h2c' }),
    cause: 'success',
  },
  { name: 'a preference for XML', bytes: rawRequest('{}', { accept: 'application/xml' }), cause: 'success' },
  { name: 'no body at all', bytes: rawRequest('', { 'content-length': undefined }), cause: 'constraint' },
  { name: 'an empty chunked body', bytes: chunked(), cause: 'constraint' },
  { name: 'a chunked body of text', bytes: chunked('a', 'b'), cause: 'syntax' },
  { name: 'a chunked body in two pieces', bytes: chunked('{', '}'), cause: 'success' },
  {
    name: 'duplicate keys, the last one right',
    bytes: rawRequest(`{"${pageSize}": 0, "${pageSize}": 1}`),
    cause: 'success',
  },
  {
    name: 'null as a page size',
    bytes: rawRequest(`{"${pageSize}": null}`),
    cause: 'success',
  },
  { name: 'a half-closed connection', bytes: rawRequest('{}'), cause: 'success', halfClose: true },
];

export const badInputs: BadInput[] = [
  ...syntax.map(([name, body]) => ({ name, bytes: rawRequest(body), cause: 'syntax' })),
  ...type.map(([name, body]) => ({ name, bytes: rawRequest(body), cause: 'syntax' })),
  ...constraint.map(([name, body]) => ({ name, bytes: rawRequest(body), cause: 'constraint' })),
  ...routing,
  ...headers,
];
