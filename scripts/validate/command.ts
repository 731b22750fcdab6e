import { type Command, type Io, readChoice, readInteger, UsageError } from '../command.ts';
import { type Contract, loadContract, readPackage } from '../contract/generated.ts';
import { listExamples } from '../contract/operations.ts';
import { escapeControls } from '../contract/words.ts';
import { findInputs, standardInput } from '../read/files.ts';
import { listCandidates } from '../read/recognize.ts';
import type { Timestamps } from '../read/schema-tree.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { createPaint, createProgress, isColored, type Progress } from '../terminal.ts';
import { createGithubReporter, createJunitReporter, createSarifReporter } from './ci-reports.ts';
import { Coverage } from './coverage.ts';
import { Recorder, readBaseline } from './recorder.ts';
import { createJsonReporter, createPrettyReporter, type Output, type Reporter } from './reports.ts';
import { type FileResult, type Terms, validateInput } from './validate.ts';

/** Every format with its reporter, the default first. */
const reporters: Record<string, (output: Output) => Reporter> = {
  pretty: createPrettyReporter,
  json: createJsonReporter,
  github: createGithubReporter,
  sarif: createSarifReporter,
  junit: createJunitReporter,
};

const formats = Object.keys(reporters);
const timestamps = ['text', 'number', 'any'];
/** What GitHub's code scanning accepts in one SARIF file. */
const mostListed = 25_000;

const options = {
  as: { type: 'string' },
  strict: { type: 'boolean' },
  timestamps: { type: 'string' },
  baseline: { type: 'string' },
  revision: { type: 'string' },
  coverage: { type: 'boolean' },
  format: { type: 'string' },
  'max-violations': { type: 'string' },
} as const;

type Options = Parameters<Command<typeof options>['run']>[0];

/**
 * Makes the command `scan-findings validate`.
 *
 * @param folder another contract's `openapi.json` and `validators.js`
 */
export function createValidateCommand(folder?: string): Command<typeof options> {
  return {
    help: async () => writeHelp(await loadContract(undefined, folder)),
    options,
    positionals: 'files',
    run: async (values, files, io) =>
      validateFiles(values, files, await loadContract(values.revision, folder), io),
  };
}

export const validateCommand = createValidateCommand();

async function validateFiles(values: Options, names: string[], contract: Contract, io: Io): Promise<number> {
  const { as, strict = false, format = formats[0]! } = values;
  const reporterOf = reporters[readChoice('format', format, formats)]!;
  const perFile = readInteger('max-violations', values['max-violations'] ?? '100', [1, mostListed]);
  if (names.length === 0 && io.stdin.isTTY) throw new UsageError('name a file, or - for standard input');
  if (values.coverage && !['pretty', 'json'].includes(format))
    throw new UsageError(`--coverage needs --format pretty or json, not ${format}`);
  const coverage = values.coverage ? new Coverage(contract.document, contract.operations) : undefined;
  const terms: Terms = {
    contract,
    candidates: listCandidates(contract.document, contract.operations),
    strict,
    coverage,
    as: as === undefined ? undefined : requireSchema(contract, as),
    timestamps: readTimestamps(values.timestamps),
  };
  const baselines = values.baseline === undefined ? undefined : await readBaseline(values.baseline);
  const started = performance.now();
  const progress = createProgress(io.stderr);
  const reporter = reporterOf(openOutput(io, progress));
  const budget = { left: mostListed };
  const results: FileResult[] = [];
  for (const input of findInputs(names.length > 0 ? names : [standardInput])) {
    const recorder = new Recorder({
      limit: perFile,
      budget,
      baseline: baselines && (baselines.get(input.name) ?? new Map()),
      onViolation: (violation) => reporter.violation?.(input.name, violation),
    });
    const result = await validateInput(input, terms, recorder, {
      stdin: io.stdin,
      onBytes: (bytes) => {
        const seconds = (performance.now() - started) / 1000;
        progress.show(wordProgress(input.name, bytes, input.size, seconds));
      },
    });
    progress.clear();
    reporter.file?.(result);
    results.push(result);
  }
  const exitCode = results.reduce((worst, result) => Math.max(worst, rate(result)), 0);
  reporter.end(results, exitCode, coverage?.parts);
  return exitCode;
}

function rate({ failure, unreadable, invalid }: FileResult): number {
  if (failure !== undefined || unreadable > 0) return 2;
  return invalid > 0 ? 1 : 0;
}

function readTimestamps(value: string | undefined): Timestamps | undefined {
  return value === undefined ? undefined : (readChoice('timestamps', value, timestamps) as Timestamps);
}

function openOutput({ stdout, stderr, env }: Io, progress: Progress): Output {
  const writeTo = (stream: NodeJS.WritableStream) => (text: string) => {
    progress.clear();
    // GitHub's runner takes commands of this form from anywhere in a line.
    stream.write(text.replaceAll('##[', '##\\u005b'));
  };
  return {
    out: writeTo(stdout),
    err: writeTo(stderr),
    terminal: stdout.isTTY === true,
    paint: { out: createPaint(isColored(stdout, env)), err: createPaint(isColored(stderr, env)) },
    root: env['GITHUB_WORKSPACE'],
    tool: readPackage(),
  };
}

/** Lists the schemas, with those of bodies, listed items and errors first: most documents follow one of these. */
function listSchemas({ document, operations }: Contract): string[] {
  const likely = listCandidates(document, operations).map(({ schema }) => schema);
  return [...new Set([...likely, ...Object.keys(document.components.schemas)])];
}

/** Checks the name of a schema that a user gave, and suggests the nearest one. */
function requireSchema(contract: Contract, name: string): string {
  const names = listSchemas(contract);
  if (names.includes(name)) return name;
  const nearest = nearestName(name, names);
  const suggestion = nearest ? `did you mean ${nearest}?` : `the schemas are ${names.join(', ')}`;
  throw new UsageError(`the contract has no schema ${name}; ${suggestion}`);
}

/** Writes how much of a file is read, after some seconds. */
export function wordProgress(file: string, bytes: number, size: number | undefined, seconds: number): string {
  const share = size ? `${Math.floor((bytes / size) * 100)} %, ` : '';
  const speed = (bytes / 1e6 / seconds).toFixed(0);
  return `${share}${(bytes / 1e6).toFixed(0)} MB, ${speed} MB/s  ${escapeControls(file)}`;
}

/** The examples are made of the contract's, and run one after the other. */
function writeHelp(contract: Contract): string {
  const { document, operations } = contract;
  const { request, object } = operations.find(
    (operation) => operation.request && operation.object.requestBody,
  )!;
  const examples = [...listExamples(document, object.requestBody).values()];
  const bodies = examples.map(({ value }) => JSON.stringify(value));
  const [body, other] = [...new Set(bodies)].sort((one, another) => one.length - another.length).slice(-2);
  const quote = (json: string | undefined) => `'${json}'`;
  return `Usage: scan-findings validate [options] [FILES...]

Validates JSON files against the contract. FILES are files, folders or quoted glob patterns; - or a pipe is standard
input. A file can be a JSON document, several one after the other, an array, NDJSON, a HAR recording, output of the
AWS CLI or an AWS SDK, or an EventBridge event; also in UTF-16, and compressed with gzip.

Options:
  --as SCHEMA           validate every value as this schema; by default it is recognized by its properties
  --strict              report unknown properties of responses, and whatever is a warning otherwise, as violations
  --timestamps FORMAT   how timestamps are written: text, number or any; default any, but number in recordings
  --revision DATE       validate against the contract with AWS's changes up to a date, or latest; default the base
  --coverage            show what of the contract the values have, and what they lack; with --format pretty or json
  --baseline FILE       ignore the violations in a report that --format json has written
  --format FORMAT       ${formats.join(', ')}; default ${formats[0]}
  --max-violations N    list at most N per file, default 100, and ${mostListed.toLocaleString('en-US')} in total; all are counted
  -h, --help            show this help

Exit codes: 0 all valid, 1 some invalid, 2 something could not be validated: no such file, not JSON, not recognized.

Examples:
  echo ${quote(body)} | scan-findings validate
  echo ${quote(body)} > request.json
  scan-findings validate --as ${request} request.json
  echo ${quote(other)} >> request.ndjson
  scan-findings validate --strict --coverage --format json '*.ndjson' request.json

Schemas: ${listSchemas(contract)
    .join(', ')
    .replaceAll(/(.{1,100})(?:, |$)/g, '\n  $1')}
`;
}
