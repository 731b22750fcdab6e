import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { styleText } from 'node:util';
import { type Command, readChoice, readInteger, UsageError, type Values } from '../command.ts';
import { count, escapeControls } from '../contract/words.ts';
import { loadMockContract } from './contract.ts';
import {
  type Credentials,
  createMock,
  type Mock,
  type MockFault,
  type MockLatency,
  type MockOptions,
  type MockState,
  type RequestRecord,
} from './create-mock.ts';
import { checkState, ranges } from './options.ts';

const longestText = 300;

/** The options of `scan-findings mock` and of `npm start`. */
export const mockOptions = {
  port: { type: 'string' },
  host: { type: 'string' },
  'allow-host': { type: 'string', multiple: true },
  contract: { type: 'string' },
  revision: { type: 'string' },
  count: { type: 'string' },
  seed: { type: 'string' },
  data: { type: 'string', multiple: true },
  'skip-invalid': { type: 'boolean' },
  pages: { type: 'string' },
  region: { type: 'string' },
  account: { type: 'string' },
  state: { type: 'string' },
  'no-control': { type: 'boolean' },
  fault: { type: 'string', multiple: true },
  latency: { type: 'string' },
  'rate-limit': { type: 'string' },
  'body-limit': { type: 'string' },
  timeout: { type: 'string' },
  'verify-signatures': { type: 'boolean' },
  record: { type: 'string' },
  log: { type: 'string' },
  quiet: { type: 'boolean' },
} as const;

type MockValues = Values<typeof mockOptions>;

/** The part of the help about these options. */
export const mockOptionsHelp = `Where:
  --port N               the port, 4010 by default; 0 takes a free one
  --host HOST            the address to listen on, 127.0.0.1 by default
  --allow-host NAME      serves this host name besides localhost, and web pages of it; repeatable, * for every name
  --contract FILE        a bundled contract, YAML or JSON, instead of the package's own
  --revision DATE        serves the contract with AWS's changes up to a date, or latest; the base by default

Data:
  --count N              how many items to generate, 60 by default
  --seed N               generates other items of the same contract, 1 by default
  --data FILE            serves the items in a file: response pages, lists of items, output of the AWS CLI and SDKs,
                         EventBridge events, HAR, NDJSON; repeatable; --data OPERATION=FILE if several operations list
  --skip-invalid         leaves out items that break the contract instead of refusing to start
  --pages full|sparse    sparse applies filters after a page was cut: short and empty pages with a token; full by default
  --region REGION        the region in the ARNs of generated items
  --account NUMBER       the account in generated items, 12 digits

State:
  --state FILE           starts in the state that a JSON file describes; other options override it
  --no-control           turns off /_mock/, where programs on this machine change the state

Fault injection:
  --fault NAME:COUNT     fails the first COUNT valid requests with an error of the contract; repeatable
  --fault NAME:RATE%     fails a share of the valid requests; repeatable
  --latency MS|MIN-MAX   delays every response by MS milliseconds
  --rate-limit N         lets N valid requests per second succeed, also as a burst

Limits and signatures:
  --body-limit BYTES     the largest body, 1048576 by default
  --timeout MS           how long a client may take to send a request, 10000 by default
  --verify-signatures    verifies every signature with the key pair in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
                         and, if set, AWS_SESSION_TOKEN

Output:
  --record FILE          writes all requests and responses to a file as HAR, without secrets
  --log line|json        how to write each request: a line for people, the default, or JSON
  --quiet                prints only errors
  --help                 shows this help`;

/** Writes the help; the examples name an error of the contract. */
async function writeHelp(): Promise<string> {
  const { operations } = await loadMockContract();
  const { name } = operations[0]!.errors.find((error) => error.retryable)!;
  return `Usage: scan-findings mock [options]

Serves a mock of the service for unmodified AWS SDKs and the AWS CLI.

${mockOptionsHelp}

Examples:
  scan-findings mock
  scan-findings mock --port 0 --count 10000 --log json
  scan-findings mock --pages sparse --record exchanges.har
  scan-findings mock --fault ${name}:2 --latency 50-300
  scan-findings mock --region eu-central-1 --account 111122223333
  AWS_ACCESS_KEY_ID=me AWS_SECRET_ACCESS_KEY=secret scan-findings mock --verify-signatures
`;
}

/** `scan-findings mock`: serves until SIGINT or SIGTERM. */
export const mockCommand: Command<typeof mockOptions> = {
  help: writeHelp,
  options: mockOptions,
  async run(values) {
    const mock = await serveMock(await readMockOptions(values));
    if (!values.quiet) {
      process.stderr.write(
        `${describeData(mock)}The mock serves on ${mock.url}, its docs on ${mock.url}/docs\n`,
      );
    }
    return undefined;
  },
};

/** Starts a mock that ends on SIGINT or SIGTERM. */
export async function serveMock(options: MockOptions): Promise<Mock> {
  // Most of the start is compiling code.
  enableCompileCache();
  const mock = await createMock(options);
  // Writes the last lines of the log before the process ends.
  const stop = () => void mock.close().then(() => setImmediate(() => process.exit(0)));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return mock;
}

function describeData({ data }: Mock): string {
  const lines = data.map(({ operation, items, skipped }) => {
    const left = skipped.length > 0 ? `, ${skipped.length} left out:\n  ${skipped.join('\n  ')}` : '';
    return `${operation}: ${count(items, 'item')}${left}\n`;
  });
  return lines.join('');
}

/** Reads the options of `scan-findings mock`; throws a {@link UsageError} for one that is wrong. */
export async function readMockOptions(values: MockValues): Promise<MockOptions> {
  const { host, contract, revision, region, account, data, record, pages } = values;
  const integer = (
    name: 'port' | 'count' | 'seed' | 'rate-limit' | 'body-limit' | 'timeout',
    range: [number, number],
  ) => (values[name] === undefined ? undefined : readInteger(name, values[name], range));
  const options = {
    host,
    contract,
    revision,
    region,
    account,
    data,
    record,
    port: integer('port', ranges.port),
    count: integer('count', ranges.count),
    seed: integer('seed', ranges.seed),
    rateLimit: integer('rate-limit', [1, Number.MAX_SAFE_INTEGER]),
    bodyLimit: integer('body-limit', ranges.bodyLimit),
    timeout: integer('timeout', ranges.timeout),
    allowHosts: values['allow-host'],
    skipInvalid: values['skip-invalid'],
    control: values['no-control'] ? false : undefined,
    pages: pages === undefined ? undefined : readChoice('pages', pages, ['full', 'sparse']),
    faults: values.fault?.map(readFault),
    latency: values.latency === undefined ? undefined : readLatency(values.latency),
    verifySignatures: values['verify-signatures'] ? readCredentials() : undefined,
    log: chooseLog(values),
  };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const state = values.state === undefined ? {} : await readState(values.state);
  return { port: 4010, ...state, ...Object.fromEntries(given) };
}

async function readState(file: string): Promise<MockState> {
  try {
    const state: MockState = JSON.parse(await readFile(file, 'utf8'));
    checkState(state, []);
    return state;
  } catch (error) {
    throw new UsageError(`--state ${file}: ${(error as Error).message}`);
  }
}

/** Reads `NAME:COUNT` or `NAME:RATE%`. */
function readFault(text: string): MockFault {
  const [, error, times, percent] = /^([^:]+):(?:([1-9]\d*)|(\d+(?:\.\d+)?)%)$/.exec(text) ?? [];
  if (error === undefined || Number(percent ?? 0) > 100) {
    const name = /^\w+/.exec(text)?.[0] ?? 'NAME';
    throw new UsageError(
      `--fault ${text}: the name needs a count such as ${name}:2, or a rate such as ${name}:10%`,
    );
  }
  return times === undefined ? { error, rate: Number(percent) / 100 } : { error, times: Number(times) };
}

/** Reads `MS` or `MIN-MAX`. */
function readLatency(text: string): MockLatency {
  const [, min, max = min] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (min === undefined || Number(min) > Number(max)) {
    throw new UsageError(`--latency ${text}: must be milliseconds such as 200, or a range such as 50-300`);
  }
  return { min: Number(min), max: Number(max) };
}

function readCredentials(): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new UsageError(
      '--verify-signatures needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment',
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

function chooseLog({ log = 'line', quiet }: MockValues): ((record: RequestRecord) => void) | undefined {
  const format = readChoice('log', log, ['line', 'json']) === 'json' ? formatJson : formatLine;
  if (quiet) return undefined;
  let waiting = '';
  // A write to a pipe blocks the process, so the lines of a burst share one.
  const write = () => {
    process.stdout.write(waiting);
    waiting = '';
  };
  return (record) => {
    if (waiting === '') setImmediate(write);
    waiting += `${format(record)}\n`;
  };
}

/** Writes a request as one line for people: time, method, path, status, duration and result. */
function formatLine(record: RequestRecord): string {
  const color = record.status < 400 ? 'green' : record.status < 500 ? 'yellow' : 'red';
  const status = styleText(color, String(record.status), { stream: process.stdout });
  const result = record.error === undefined ? countItems(record) : `${record.error}: ${record.message}`;
  const request = cut(`${record.method} ${record.path}`);
  return `${record.at.slice(11, 19)} ${request} ${status} ${record.milliseconds.toFixed(1)} ms ${cut(result)}`.trimEnd();
}

/** Writes a request as one line for machines: the record as JSON, without the body of the request. */
function formatJson({ body: _, ...record }: RequestRecord): string {
  return escapeControls(JSON.stringify(record));
}

function countItems({ items }: RequestRecord): string {
  return items === undefined ? '' : count(items, 'item');
}

function cut(text: string): string {
  const escaped = escapeControls(text);
  return escaped.length > longestText ? `${escaped.slice(0, longestText)}…` : escaped;
}
