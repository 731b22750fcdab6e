import { type Contract, loadContract, readPackage } from '../contract/generated.ts';
import { findSigningName } from '../contract/operations.ts';
import { preview } from '../contract/words.ts';
import { createRandom } from '../random.ts';
import { nearestName } from '../runtime/nearest-name.ts';
import { pointerTo, type Run, runCases } from './engine.ts';
import { filterRules } from './rules/filters.ts';
import { pagingRules } from './rules/paging.ts';
import { protocolRules } from './rules/protocol.ts';
import { createRequestRules } from './rules/requests.ts';
import { createUniqueIds, responseRules } from './rules/responses.ts';
import { signatureRules } from './rules/signatures.ts';
import { Sender } from './sender.ts';
import { readTarget, type Target } from './sign.ts';
import type { ConformanceOptions, ConformanceReport, Rule, RuleResult, Status } from './types.ts';

export type {
  CaseResult,
  ConformanceOptions,
  ConformanceReport,
  Credentials,
  ReportedExchange,
  RuleResult,
  Status,
} from './types.ts';

/** How many cases run at the same time. */
const concurrency = 16;
/** Requests per second against a live service. */
const readOnlyRate = 5;

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
  if (options.rate !== undefined && !(options.rate > 0)) {
    throw new Error(`rate must be more than 0, is ${preview(options.rate)}`);
  }
  const target = readTarget(url, options, findSigningName(contract.document) ?? '');
  if (!readOnly && isLive(contract, target))
    throw new Error(`${target.url} is the live service: set --read-only`);
  const rate = Math.min(options.rate ?? Infinity, readOnly ? readOnlyRate : Infinity);
  const parallel = readOnly ? 1 : concurrency;
  const run: Run = {
    target,
    contract,
    readOnly,
    random: createRandom(seed),
    sender: new Sender(target, rate, parallel),
    responseRules: rules.filter((rule) => 'inspect' in rule),
    results: new Map(rules.map((rule) => [rule, startResult(contract, rule, knownFailures)])),
    cases: 0,
  };
  const isWanted = ({ name }: Rule) => only.length === 0 || only.includes(name);
  // A rule about responses needs the requests of all others.
  const areAllNeeded = run.responseRules.some(isWanted);
  const caseRules = rules.filter((rule) => 'cases' in rule).filter((rule) => areAllNeeded || isWanted(rule));
  try {
    await runCases(run, caseRules, parallel, options.onProgress);
  } finally {
    run.sender.close();
  }
  const results = [...run.results].filter(([rule]) => isWanted(rule)).map(([, result]) => settle(result));
  return {
    tool: readPackage(),
    url: target.url,
    revision: contract.revision ?? 'base',
    seed,
    readOnly,
    started: started.toISOString(),
    duration: Date.now() - started.getTime(),
    cases: run.cases,
    requests: run.sender.requests,
    throttled: run.sender.throttled,
    complete: !run.sender.isGone,
    conforms:
      !run.sender.isGone &&
      results.every(({ status, known }) => (known ? status !== 'passed' : status !== 'failed')),
    rules: results,
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

/** A misspelt option would be ignored: with `readonly`, at the cost of the live service. */
function checkOptions(options: ConformanceOptions): void {
  const known: Record<keyof ConformanceOptions, 0> = {
    region: 0,
    credentials: 0,
    revision: 0,
    readOnly: 0,
    rate: 0,
    knownFailures: 0,
    only: 0,
    seed: 0,
    contract: 0,
    onProgress: 0,
  };
  for (const name of Object.keys(options)) requireName('option', Object.keys(known), name);
}

function requireName(kind: string, known: string[], name: string): void {
  if (known.includes(name)) return;
  const nearest = nearestName(name.slice(0, 100), known);
  const way = nearest ? `did you mean ${nearest}?` : `the ${kind}s are ${known.join(', ')}`;
  throw new Error(`unknown ${kind} ${preview(name)}; ${way}`);
}

/** Whether a URL is one of the contract's servers. */
function isLive({ document }: Contract, { url }: Target): boolean {
  const hosts = document.servers.map(
    (server) => new RegExp(`^${server.url.replaceAll(/\{.*?\}/g, '[\\w-]+')}$`),
  );
  return hosts.some((host) => host.test(url));
}

/** A rule about all operations points to the first one that has what it is about. */
function startResult({ operations }: Contract, rule: Rule, knownFailures: string[]): RuleResult {
  const { name, statement, pointer } = rule;
  const operation = operations.find(({ object }) => pointer in object) ?? operations[0]!;
  return {
    rule: name,
    statement,
    pointer: pointerTo(operation, rule),
    status: 'unproven',
    known: knownFailures.includes(name),
    counts: { passed: 0, failed: 0, unproven: 0 },
    cases: [],
  };
}

/** The status of a rule, once all of its cases have one. */
function settle(result: RuleResult): RuleResult {
  const { counts, cases } = result;
  const status: Status = counts.failed > 0 ? 'failed' : counts.passed > 0 ? 'passed' : 'unproven';
  if (status !== 'unproven') return { ...result, status };
  const reason = cases.find((each) => each.reason)?.reason ?? result.reason ?? 'nothing to test it on';
  return { ...result, status, reason };
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
