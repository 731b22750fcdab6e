import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { type Command, readInteger, UsageError, type Values } from '../command.ts';
import { count } from '../contract/words.ts';
import { loadContract } from './contract.ts';
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
import { formatJson, formatLine } from './log.ts';
import { checkState, mostItems } from './state-document.ts';

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

export type MockValues = Values<typeof mockOptions>;

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
  const { operations } = await loadContract();
  const { name } = operations[0]!.errors.find((error) => error.retryable)!;
  return `Usage: scan-findings mock [options]

Serves a mock of the service for unmodified AWS SDKs and the AWS CLI.

${mockOptionsHelp}

Examples:
  scan-findings mock
  scan-findings mock --port 0 --count 100000 --log json
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
    const mock = await serveMock(values);
    if (!values.quiet) {
      process.stderr.write(
        `${describeData(mock)}The mock serves on ${mock.url}, its docs on ${mock.url}/docs\n`,
      );
    }
    return undefined;
  },
};

/** Starts a mock that ends on SIGINT or SIGTERM. */
export async function serveMock(values: MockValues): Promise<Mock> {
  // Most of the start is compiling code, which need not be done each time.
  enableCompileCache();
  const mock = await createMock(await readOptions(values));
  // The last lines of the log are written before the process ends.
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

async function readOptions(values: MockValues): Promise<MockOptions> {
  const { host, contract, revision, region, account, data, 'allow-host': allowHosts } = values;
  const log = chooseLog(values);
  const most = Number.MAX_SAFE_INTEGER;
  const number = (name: keyof MockValues & string, option: string, range: [number, number]) => {
    const value = values[name];
    return typeof value === 'string' ? { [option]: readInteger(name, value, range) } : {};
  };
  return {
    port: 4010,
    ...(values.state !== undefined && (await readState(values.state))),
    ...number('port', 'port', [0, 65_535]),
    ...number('count', 'count', [0, mostItems]),
    ...number('seed', 'seed', [0, most]),
    ...number('rate-limit', 'rateLimit', [1, most]),
    ...number('body-limit', 'bodyLimit', [0, most]),
    ...number('timeout', 'timeout', [1, 2 ** 31 - 1]),
    ...(host !== undefined && { host }),
    ...(contract !== undefined && { contract }),
    ...(revision !== undefined && { revision }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(allowHosts && { allowHosts }),
    ...(data && { data }),
    ...(values.fault && { faults: values.fault.map(readFault) }),
    ...(values.latency !== undefined && { latency: readLatency(values.latency) }),
    ...(values.pages !== undefined && { pages: readPages(values.pages) }),
    ...(values.record !== undefined && { record: values.record }),
    ...(values['skip-invalid'] && { skipInvalid: true }),
    ...(values['verify-signatures'] && { verifySignatures: readCredentials() }),
    ...(values['no-control'] && { control: false }),
    ...(log && { log }),
  };
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

function readPages(pages: string): 'full' | 'sparse' {
  if (pages === 'full' || pages === 'sparse') return pages;
  throw new UsageError(`--pages must be full or sparse, is ${JSON.stringify(pages)}`);
}

function chooseLog({ log = 'line', quiet }: MockValues): ((record: RequestRecord) => void) | undefined {
  if (log !== 'line' && log !== 'json') {
    throw new UsageError(`--log must be line or json, is ${JSON.stringify(log)}`);
  }
  if (quiet) return undefined;
  const format = log === 'json' ? formatJson : formatLine;
  let waiting = '';
  // A write to a pipe blocks the process, so the lines of a burst are written together.
  const write = () => {
    process.stdout.write(waiting);
    waiting = '';
  };
  return (record) => {
    if (waiting === '') setImmediate(write);
    waiting += `${format(record)}\n`;
  };
}
