import { enableCompileCache } from 'node:module';
import { parseArgs } from 'node:util';
import type { Command } from '../cli.ts';
import {
  type Credentials,
  createMock,
  type Mock,
  type MockOptions,
  type RequestRecord,
} from './create-mock.ts';
import { formatJson, formatLine } from './format-record.ts';
import { loadContract } from './load-contract.ts';

/** @param error an error of the contract, for the examples */
const writeHelp = (error: string) => `Usage: scan-findings mock [options]

Serves a mock of the service that AWS SDKs and the AWS CLI can use as it is.

Where:
  --port N               the port, 4010 by default; 0 takes a free one
  --host HOST            the address, 127.0.0.1 by default
  --contract FILE        a bundled contract, YAML or JSON, instead of the package's own

Data:
  --count N              how many items to generate, 60 by default
  --seed N               generates other items of the same contract, 1 by default
  --data FILE            serves the items of a file: response pages, lists of items or NDJSON; repeatable;
                         --data OPERATION=FILE where several operations list items
  --skip-invalid         leaves out items that break the contract instead of refusing to start

Trouble on purpose:
  --fault NAME:COUNT     answers the first COUNT valid requests with an error of the contract; repeatable
  --fault NAME:RATE%     answers a share of the valid requests with it; repeatable
  --latency MS|MIN-MAX   lets every answer take so many milliseconds
  --rate-limit N         answers at most N valid requests per second

Limits and signatures:
  --body-limit BYTES     the largest body, 1048576 by default
  --timeout MS           how long a client may take to send a request, 10000 by default
  --verify-signatures    recomputes every signature with the key pair in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY
                         and, if set, AWS_SESSION_TOKEN

Output:
  --log line|json        a line per request for people, the default, or for machines
  --quiet                prints nothing but errors
  --help                 prints this

Examples:
  scan-findings mock
  scan-findings mock --port 0 --count 100000 --log json
  scan-findings mock --fault ${error}:2 --latency 50-300
  AWS_ACCESS_KEY_ID=me AWS_SECRET_ACCESS_KEY=secret scan-findings mock --verify-signatures
`;

const options = {
  port: { type: 'string' },
  host: { type: 'string' },
  contract: { type: 'string' },
  count: { type: 'string' },
  seed: { type: 'string' },
  data: { type: 'string', multiple: true },
  'skip-invalid': { type: 'boolean' },
  fault: { type: 'string', multiple: true },
  latency: { type: 'string' },
  'rate-limit': { type: 'string' },
  'body-limit': { type: 'string' },
  timeout: { type: 'string' },
  'verify-signatures': { type: 'boolean' },
  log: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** `scan-findings mock`: serves until SIGINT or SIGTERM. */
export const mockCommand: Command = {
  async run(args) {
    const { values } = parseArgs({ args, options });
    if (values.help) {
      const { operations } = await loadContract(values.contract);
      const retryable = operations[0]!.errors.find((error) => error.retryable);
      process.stdout.write(writeHelp(retryable?.name ?? 'NAME'));
      return;
    }
    // Why: most of the start is compiling Prism, and that need not be done each time.
    enableCompileCache();
    const mock = await createMock(readOptions(values));
    if (!values.quiet) announce(mock);
    stopOnSignal(mock);
  },
};

function readOptions(values: Values): MockOptions {
  const log = chooseLog(values);
  const numbers = [
    readNumber('port', values.port ?? '4010', 65_535),
    readNumber('count', values.count),
    readNumber('seed', values.seed),
    readNumber('rate-limit', values['rate-limit']),
    readNumber('body-limit', values['body-limit']),
    readNumber('timeout', values.timeout),
  ];
  return {
    ...Object.fromEntries(numbers.flat()),
    ...(values.host !== undefined && { host: values.host }),
    ...(values.contract !== undefined && { contract: values.contract }),
    ...(values.latency !== undefined && { latency: values.latency }),
    ...(values['verify-signatures'] && { verifySignatures: readCredentials() }),
    ...(log && { log }),
    data: values.data ?? [],
    faults: values.fault ?? [],
    skipInvalid: values['skip-invalid'] ?? false,
  };
}

/** As the option of `createMock` that has the flag's name. */
function readNumber(
  flag: string,
  text: string | undefined,
  most = Number.MAX_SAFE_INTEGER,
): [string, number][] {
  if (text === undefined) return [];
  if (!/^\d+$/.test(text) || Number(text) > most) {
    throw new Error(`--${flag} is ${JSON.stringify(text)} but must be a whole number up to ${most}`);
  }
  return [[flag.replace(/-(\w)/, (_, letter: string) => letter.toUpperCase()), Number(text)]];
}

function readCredentials(): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error(
      '--verify-signatures needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment',
    );
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
}

function chooseLog({ log = 'line', quiet }: Values): ((record: RequestRecord) => void) | undefined {
  if (log !== 'line' && log !== 'json')
    throw new Error(`--log is ${JSON.stringify(log)} but must be line or json`);
  if (quiet) return undefined;
  const format = log === 'json' ? formatJson : formatLine;
  return writeTogether(format);
}

/** Why together: a write to a pipe blocks the whole mock until it is done. */
function writeTogether(format: (record: RequestRecord) => string): (record: RequestRecord) => void {
  let waiting = '';
  const write = () => {
    process.stdout.write(waiting);
    waiting = '';
  };
  return (record) => {
    if (waiting === '') setImmediate(write);
    waiting += `${format(record)}\n`;
  };
}

function announce(mock: Mock): void {
  const lines = mock.data.map(({ operation, items, skipped }) => {
    const left = skipped.length > 0 ? `, ${skipped.length} invalid left out:\n  ${skipped.join('\n  ')}` : '';
    return `${operation}: ${items} items${left}\n`;
  });
  process.stderr.write(`${lines.join('')}The mock serves on ${mock.url}, its docs on ${mock.url}/docs\n`);
}

function stopOnSignal(mock: Mock): void {
  // Why not at once: the last lines of the log are still to be written.
  const stop = () => void mock.close().then(() => setImmediate(() => process.exit(0)));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}
