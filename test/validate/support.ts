import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../scripts/contract/document.ts';
import { loadContract } from '../../scripts/contract/generated.ts';
import { listExamples } from '../../scripts/contract/operations.ts';
import type { Violation } from '../../scripts/contract/violation.ts';
import { createValidateCommand } from '../../scripts/validate/command.ts';
import type { CoveragePart } from '../../scripts/validate/coverage.ts';
import type { FileResult } from '../../scripts/validate/validate.ts';
import { type Run, runInProcess, type Setting } from '../support/command.ts';

export const project = fileURLToPath(new URL('../../', import.meta.url));
export const cli = join(project, 'scripts/cli.ts');

/** The contract and its validators. */
export const contract = await loadContract();

/** The operation whose properties the expectations of these tests name; the contract may have others. */
export const operation = contract.operations.find(({ id }) => id === 'ListImageScanFindings')!;

/** The bodies of its examples by their names. */
export const requests = bodies(operation.object.requestBody!);
export const responses = bodies(operation.object.responses[operation.status]!);

/** Every finding of every example. */
export const findings = Object.values(responses).flatMap((page) => page['findings'] as JsonObject[]);

/** The finding with the most filled in. */
export const fullFinding = findings.toSorted((one, other) => size(other) - size(one))[0]!;

function bodies(message: Parameters<typeof listExamples>[1]): Record<string, JsonObject> {
  const examples = listExamples(contract.document, message);
  return Object.fromEntries([...examples].map(([name, { value }]) => [name, value as JsonObject]));
}

function size(value: unknown): number {
  return JSON.stringify(value).length;
}

/** The folder of the test files, shared by the tests of a worker; paths in reports are relative to it. */
export const root = await mkdtemp(join(tmpdir(), 'validate-'));

/** Writes a file for a test: text and bytes as they are, anything else as JSON. */
export async function writeInput(name: string, content: unknown): Promise<string> {
  const path = join(root, name);
  const plain = typeof content === 'string' || content instanceof Uint8Array;
  await writeFile(path, plain ? content : JSON.stringify(content, null, 2));
  return path;
}

/** Also the folder of another contract's artifacts. */
type ValidateSetting = Setting & { folder?: string };

/** Runs `scan-findings validate` in this process. */
export function run(args: string[], { folder, env, ...setting }: ValidateSetting = {}): Promise<Run> {
  const command = createValidateCommand(folder);
  const all = { GITHUB_WORKSPACE: root, ...env };
  return runInProcess('scan-findings validate', command, args, { ...setting, env: all });
}

/** What `--format json` writes. */
export interface Report {
  exitCode: number;
  files: FileResult[];
  coverage?: { seen: number; total: number; parts: ReportedPart[] };
}

interface ReportedPart extends Pick<CoveragePart, 'of' | 'kind'> {
  seen: number;
  total: number;
  points: Record<string, number>;
}

/** Runs the command with `--format json`. */
export async function report(args: string[], stdin: Setting['stdin'] = ''): Promise<Report> {
  return JSON.parse((await run(['--format', 'json', ...args], { stdin })).stdout);
}

/** The result of one value on standard input. */
export async function resultOf(value: unknown, ...args: string[]): Promise<FileResult> {
  return (await report(args, typeof value === 'string' ? value : JSON.stringify(value))).files[0]!;
}

/** The violations and warnings of one value, as a person reads them. */
export async function violationsOf(value: unknown, ...args: string[]): Promise<string[]> {
  const { violations } = await resultOf(value, ...args);
  return violations.map(({ message, suggestion }: Violation) =>
    [message, suggestion].filter(Boolean).join('; '),
  );
}

export function ndjson(values: unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** A request and its response for a recording. */
interface Exchange {
  request: unknown;
  status?: number;
  response: unknown;
  /** The name of the error in the response's header. */
  error?: string;
  base64?: boolean;
  url?: string;
}

/** Writes exchanges as a HAR recording. */
export function recording(...exchanges: Exchange[]) {
  const entries = exchanges.map(({ request, status = 200, response, error, base64, url }) => ({
    request: {
      method: 'POST',
      url: url ?? `https://imagebuilder.us-east-1.amazonaws.com${operation.path}`,
      postData: { mimeType: 'application/json', text: JSON.stringify(request) },
    },
    response: {
      status,
      headers: error === undefined ? [] : [{ name: 'X-Amzn-ErrorType', value: error }],
      content: base64
        ? { encoding: 'base64', text: Buffer.from(JSON.stringify(response)).toString('base64') }
        : { text: JSON.stringify(response, null, 1) },
    },
  }));
  return { log: { version: '1.2', entries } };
}

/** The path of an environment in which `node` is the Node that runs the tests. */
export const path = `${dirname(process.execPath)}:${process.env['PATH']}`;
