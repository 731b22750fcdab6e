import { type Contract, loadContract, readPackage } from '../contract/generated.ts';
import { findSigningName } from '../contract/operations.ts';
import { preview } from '../contract/words.ts';
import { createRandom } from '../random.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import type { Credentials } from '../runtime/sign.ts';
import type { Rule } from './rule.ts';
import { filterRules } from './rules/filters.ts';
import { pagingRules } from './rules/paging.ts';
import { protocolRules } from './rules/protocol.ts';
import { createRequestRules } from './rules/requests.ts';
import { createUniqueIds, responseRules } from './rules/responses.ts';
import { signatureRules } from './rules/signatures.ts';
import { finishResult, type RuleResult, runCases, startResult } from './run.ts';
import { Sender } from './sender.ts';
import { readTarget } from './sign.ts';

export type { Credentials } from '../runtime/sign.ts';
export type { CaseResult, ReportedExchange, RuleResult, Status } from './run.ts';

/** How many cases run at the same time. */
const concurrency = 16;
/** Requests per second against a live service. */
const readOnlyRate = 5;

/** The options of a run. */
export interface ConformanceOptions {
  /** The region in signatures. Default: `AWS_REGION` or `AWS_DEFAULT_REGION`. */
  region?: string | undefined;
  /** Default: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. */
  credentials?: Credentials | undefined;
  /** Tests against the contract with AWS's changes up to a date, or `latest`. Default: the base. */
  revision?: string | undefined;
  /** Runs few cases, and only of operations that read, at 5 requests per second or fewer. */
  readOnly?: boolean | undefined;
  /** The most requests per second. */
  rate?: number | undefined;
  /** Names of rules that fail; one that passes is a failure of the run. */
  knownFailures?: string[] | undefined;
  /** Names of the rules to test; all by default. */
  only?: string[] | undefined;
  /** Chooses other values and, with `readOnly`, other cases. Default: 1. */
  seed?: number | undefined;
  /** The folder of another contract's `openapi.json` and `validators.js`. */
  contract?: string | undefined;
  /** Called before the cases of each rule are listed, and after each case. */
  onProgress?: ((progress: { done: number; total: number; rule: string }) => void) | undefined;
}

/** The result of a run. */
export interface ConformanceReport {
  tool: { name: string; version: string };
  url: string;
  /** The date of the contract's revision, or `base`. */
  revision: string;
  seed: number;
  readOnly: boolean;
  /** When the run began, in ISO 8601. */
  started: string;
  /** In milliseconds. */
  duration: number;
  cases: number;
  requests: number;
  /** How often the server said that requests came too fast. */
  throttled: number;
  /** Whether the run reached its end; if not, the rules that it did not reach are unproven. */
  complete: boolean;
  /** Whether the run reached its end, and exactly the known failures failed. */
  conforms: boolean;
  rules: RuleResult[];
}

/**
 * Tests a server against the contract.
 *
 * @param url an http or https URL
 * @returns every rule with its result
 * @throws {Error} when an option is wrong, credentials or the region are missing, or the server cannot be reached
 * @example
 * import { createMock } from 'imagebuilder-scan-findings/mock';
 * import { runConformance } from 'imagebuilder-scan-findings/conform';
 *
 * const mock = await createMock();
 * const report = await runConformance(mock.url);
 * console.log(report.conforms);
 * await mock.close();
 */
export async function runConformance(
  url: string,
  options: ConformanceOptions = {},
): Promise<ConformanceReport> {
  checkOptions(options);
  const { readOnly = false, seed = 1, knownFailures = [], only = [] } = options;
  const started = new Date();
  const contract = await loadContract(options.revision, options.contract);
  const rules = await createRules(contract);
  const names = rules.map((rule) => rule.name);
  for (const name of [...knownFailures, ...only]) requireName('rule', names, name);
  const target = readTarget(url, options, findSigningName(contract.document) ?? '');
  if (!readOnly && isLive(contract, target.url))
    throw new Error(`${target.url} is the live service: set --read-only`);
  const parallel = readOnly ? 1 : concurrency;
  const rate = Math.min(options.rate ?? Infinity, readOnly ? readOnlyRate : Infinity);
  const sender = new Sender(target, rate, parallel);
  const startedResults = rules.map((rule) => startResult(contract, rule, knownFailures.includes(rule.name)));
  const results = new Map(rules.map((rule, index) => [rule, startedResults[index]!]));
  const isWanted = ({ name }: Rule) => only.length === 0 || only.includes(name);
  // A rule about responses needs the requests of all others.
  const areAllNeeded = rules.some((rule) => 'inspect' in rule && isWanted(rule));
  const caseRules = rules.filter((rule) => 'cases' in rule).filter((rule) => areAllNeeded || isWanted(rule));
  const run = { contract, sender, random: createRandom(seed), readOnly, results };
  const cases = await runCases(run, caseRules, parallel, options.onProgress).finally(() => sender.close());
  const finished = rules.filter(isWanted).map((rule) => finishResult(results.get(rule)!));
  return {
    tool: readPackage(),
    url: target.url,
    revision: contract.revision ?? 'base',
    seed,
    readOnly,
    started: started.toISOString(),
    duration: Date.now() - started.getTime(),
    cases,
    requests: sender.requests,
    throttled: sender.throttled,
    complete: !sender.isGone,
    conforms:
      !sender.isGone &&
      finished.every(({ status, known }) => (known ? status !== 'passed' : status !== 'failed')),
    rules: finished,
  };
}

/** Lists the rules of a contract, in the order of the report. */
export async function listRules(
  options: Pick<ConformanceOptions, 'revision' | 'contract'> = {},
): Promise<Rule[]> {
  return createRules(await loadContract(options.revision, options.contract));
}

async function createRules(contract: Contract): Promise<Rule[]> {
  const requestRules = await createRequestRules(contract);
  const rules = [...requestRules, ...pagingRules, ...filterRules, ...protocolRules, ...signatureRules];
  return [...rules, ...responseRules, createUniqueIds()];
}

/** Refuses an option that does not exist; ignoring a misspelt `readOnly` could harm a live service. */
function checkOptions(options: ConformanceOptions): void {
  const names = Object.keys({
    ...{ region: 0, credentials: 0, revision: 0, readOnly: 0, rate: 0, knownFailures: 0, only: 0, seed: 0 },
    ...{ contract: 0, onProgress: 0 },
  } satisfies Record<keyof ConformanceOptions, 0>);
  for (const name of Object.keys(options)) requireName('option', names, name);
  if (options.rate !== undefined && !(options.rate > 0))
    throw new Error(`rate must be more than 0, is ${preview(options.rate)}`);
}

function requireName(kind: string, known: string[], name: string): void {
  if (known.includes(name)) return;
  const nearest = nearestName(name.slice(0, 100), known);
  const way = nearest ? `did you mean ${nearest}?` : `the ${kind}s are ${known.join(', ')}`;
  throw new Error(`unknown ${kind} ${preview(name)}; ${way}`);
}

/** Whether a URL is one of the contract's servers. */
function isLive({ document }: Contract, url: string): boolean {
  return document.servers.some((server) =>
    new RegExp(`^${server.url.replaceAll(/\{.*?\}/g, '[\\w-]+')}$`).test(url),
  );
}

/** The functions of a test framework, such as vitest's. */
export interface TestFunctions {
  describe: (name: string, define: () => Promise<void>) => unknown;
  test: (
    name: string,
    run: (context: { skip: (note?: string) => void }) => Promise<void>,
    timeout: number,
  ) => unknown;
}

/** Milliseconds that a run may take, all of which the first test waits for. */
const longestRun = 10 * 60_000;

/**
 * Defines a test for each rule: it fails with the rule, and is skipped when the rule is unproven.
 *
 * @param url the server's URL, or a function that returns it once the server has started
 * @param options those of `runConformance`, and `describe` and `test` of vitest
 * @example
 * import { describeConformance } from 'imagebuilder-scan-findings/conform';
 * import { createMock } from 'imagebuilder-scan-findings/mock';
 * import { describe, test } from 'vitest';
 *
 * describeConformance(async () => (await createMock()).url, { describe, test });
 */
export function describeConformance(
  url: string | (() => string | Promise<string>),
  { describe, test, ...options }: ConformanceOptions & TestFunctions,
): void {
  let report: Promise<ConformanceReport> | undefined;
  const run = async () => runConformance(typeof url === 'string' ? url : await url(), options);
  describe('conformance', async () => {
    for (const { name, statement } of await listRules(options)) {
      const define = async ({ skip }: { skip: (note?: string) => void }) => {
        report ??= run();
        const { rules, complete } = await report;
        const result = rules.find(({ rule }) => rule === name)!;
        if (result.status === 'unproven' && !complete) throw new Error(result.reason);
        if (result.status === 'unproven') skip(result.reason);
        else expectResult(result);
      };
      if (!options.only?.length || options.only.includes(name))
        test(`${name}: ${statement}`, define, longestRun);
    }
  });
}

function expectResult({ rule, status, known, cases }: RuleResult): void {
  if (status === 'passed' && known) throw new Error(`${rule} passes now: remove it from the known failures`);
  if (status !== 'failed' || known) return;
  const failures = cases.filter((each) => each.status === 'failed');
  throw new Error(failures.map(({ title, reason, curl }) => [title, reason, curl].join('\n  ')).join('\n'));
}
