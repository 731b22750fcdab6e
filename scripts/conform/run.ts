import { readFile } from 'node:fs/promises';
import { escapeSegment } from '../contract/json-pointer.ts';
import { findSigningName, type Operation } from '../contract/operations.ts';
import { findFile } from '../contract/package-files.ts';
import { preview } from '../contract/words.ts';
import { createRandom, type Random } from '../random.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import { isRead, loadContract } from './contract.ts';
import { redact } from './redact.ts';
import { createRules } from './rules/index.ts';
import { createSender, NoResponseError, type Sender } from './sender.ts';
import { readTarget, type Target } from './sign.ts';
import { createSubject } from './subject.ts';
import {
  type Case,
  type CaseResult,
  type CaseRule,
  type ConformanceOptions,
  type ConformanceReport,
  type Contract,
  type Conversation,
  type Exchange,
  type ResponseRule,
  type Rule,
  type RuleResult,
  type Status,
  type Subject,
  Unproven,
  type Violation,
} from './types.ts';

/** How many cases run at the same time. */
const concurrency = 16;
/** Requests per second against a live service. */
const readOnlyRate = 5;
/** Cases per rule and operation against a live service. */
const readOnlyCases = 8;
/** Exchanges that a report has of the start and of the end of a case, which may have read hundreds of pages. */
const mostReported = 10;

/** A case of a rule for an operation. */
interface Trial extends Case {
  rule: CaseRule;
  subject: Subject;
}

/** What the parts of a run share. */
interface Run {
  target: Target;
  contract: Contract;
  sender: Sender;
  random: Random;
  readOnly: boolean;
  responseRules: ResponseRule[];
  results: Map<Rule, RuleResult>;
  /** How many cases there were. */
  cases: number;
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
  for (const name of [...knownFailures, ...only])
    requireName(
      'rule',
      rules.map((rule) => rule.name),
      name,
    );
  if (options.rate !== undefined && !(options.rate > 0)) {
    throw new Error(`rate must be more than 0, is ${preview(options.rate)}`);
  }
  const target = readTarget(url, options, findSigningName(contract.document) ?? '');
  if (!readOnly && isLive(contract, target))
    throw new Error(`${target.url} is the live service: set --read-only`);
  const rate = Math.min(options.rate ?? Infinity, readOnly ? readOnlyRate : Infinity);
  const parallel = readOnly ? 1 : concurrency;
  const run: Run = {
    ...{ target, contract, readOnly, random: createRandom(seed) },
    sender: createSender(target, rate, parallel),
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
  const { name, version } = JSON.parse(await readFile(findFile('package.json'), 'utf8'));
  return {
    ...{ tool: { name, version }, url: target.url, revision: contract.revision ?? 'base', seed, readOnly },
    ...{ started: started.toISOString(), duration: Date.now() - started.getTime() },
    cases: run.cases,
    ...{ requests: run.sender.requests, throttled: run.sender.throttled },
    conforms: results.every(({ status, known }) => (known ? status !== 'passed' : status !== 'failed')),
    rules: results,
  };
}

/** Lists the rules of the contract by name, in the order of the report. */
export async function listRules(
  options: Pick<ConformanceOptions, 'revision' | 'contract'> = {},
): Promise<Rule[]> {
  return createRules(await loadContract(options.revision, options.contract));
}

/** A misspelt option would be ignored: with `readonly`, at the cost of the live service. */
function checkOptions(options: ConformanceOptions): void {
  const known: Record<keyof ConformanceOptions, 0> = {
    ...{ region: 0, credentials: 0, revision: 0, readOnly: 0, rate: 0, knownFailures: 0, only: 0, seed: 0 },
    ...{ contract: 0, onProgress: 0 },
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
    ...{ rule: name, statement, pointer: pointerTo(operation, rule), status: 'unproven' },
    known: knownFailures.includes(name),
    counts: { passed: 0, failed: 0, unproven: 0 },
    cases: [],
  };
}

function pointerTo({ path, method }: Operation, { pointer }: Rule): string {
  return pointer.startsWith('#') ? pointer : `#/paths/${escapeSegment(path)}/${method}/${pointer}`;
}

/** The status of a rule, once all of its cases have one. */
function settle(result: RuleResult): RuleResult {
  const { counts, cases } = result;
  const status: Status = counts.failed > 0 ? 'failed' : counts.passed > 0 ? 'passed' : 'unproven';
  if (status !== 'unproven') return { ...result, status };
  const reason = cases.find((each) => each.reason)?.reason ?? result.reason ?? 'nothing to test it on';
  return { ...result, status, reason };
}

/** Runs the cases of all rules, several at a time, and keeps their results in the order of the cases. */
async function runCases(
  run: Run,
  rules: CaseRule[],
  parallel: number,
  onProgress: ConformanceOptions['onProgress'],
): Promise<void> {
  const subjects: Subject[] = run.contract.operations.map((operation) => {
    const others = () => subjects.filter((subject) => subject.operation !== operation);
    return createSubject({ ...run, operation, others, conversation: converse(run, operation) });
  });
  const cases: Trial[] = [];
  for (const subject of subjects) {
    for (const rule of rules) {
      onProgress?.({ done: 0, total: cases.length, rule: rule.name });
      for (const each of await listCases(run, rule, subject)) cases.push({ ...each, rule, subject });
    }
  }
  run.cases = cases.length;
  const results: CaseResult[] = [];
  const queue = cases.entries();
  let done = 0;
  const work = async () => {
    for (const [index, each] of queue) {
      results[index] = await runCase(run, each);
      onProgress?.({ done: ++done, total: cases.length, rule: each.rule.name });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  for (const [index, { rule, subject }] of cases.entries()) {
    await forgiveChange(run, rule, subject, results[index]!);
    add(run, rule, results[index]!);
  }
}

/** What a rule has to try; why nothing, if it has nothing, becomes the reason of its result. */
async function listCases(run: Run, rule: CaseRule, subject: Subject): Promise<Case[]> {
  const result = run.results.get(rule)!;
  if (run.readOnly && !isRead(subject.operation)) {
    result.reason ??= `${subject.operation.id} may change something`;
    return [];
  }
  try {
    const cases = [...(await rule.cases(subject))];
    // A sample, in the order of the cases.
    while (run.readOnly && cases.length > readOnlyCases) cases.splice(run.random.below(cases.length), 1);
    return cases;
  } catch (error) {
    if (!(error instanceof Unproven || error instanceof NoResponseError)) throw error;
    result.reason ??= error.message;
    return [];
  }
}

async function runCase(run: Run, trial: Trial): Promise<CaseResult> {
  const { operation } = trial.subject;
  const conversation = converse(run, operation);
  const { exchanges } = conversation;
  const finish = (status: Status, violation?: Violation) =>
    describe({ ...trial, operation, status, violation, exchanges });
  try {
    const violation = await trial.run(conversation);
    return finish(violation ? 'failed' : 'passed', violation);
  } catch (error) {
    if (error instanceof NoResponseError) return finish('failed', { reason: error.message });
    if (error instanceof Unproven) return finish('unproven', { reason: error.message });
    throw error;
  }
}

/** A live service may get new items during the run, which look like a failure to rules that compare lists. */
async function forgiveChange(
  { readOnly }: Run,
  rule: CaseRule,
  subject: Subject,
  result: CaseResult,
): Promise<void> {
  if (!readOnly || !rule.comparesLists || result.status !== 'failed' || !(await subject.hasChanged())) return;
  Object.assign(result, { status: 'unproven', reason: 'the list changed during the run' });
}

/** How a case ended, before it is a part of the report. */
interface Ending extends Pick<Case, 'title' | 'pointer'> {
  rule: Rule;
  operation: Operation;
  status: Status;
  violation: Violation | undefined;
  exchanges: Exchange[];
}

function describe(ending: Ending): CaseResult {
  const { rule, operation, status, violation, exchanges } = ending;
  const shown = violation?.exchange ?? exchanges.at(-1);
  return {
    ...{ title: `${operation.id}: ${ending.title}`, operation: operation.id, status },
    pointer: violation?.pointer ?? ending.pointer ?? pointerTo(operation, rule),
    ...(violation && { reason: violation.reason }),
    ...(status === 'failed' && shown && { curl: shown.curl }),
    exchanges: exchanges
      .filter(
        (each, index) => index < mostReported || exchanges.length - index <= mostReported || each === shown,
      )
      .map(redact),
  };
}

function add({ results }: Run, rule: Rule, result: CaseResult): void {
  const { counts, cases } = results.get(rule)!;
  counts[result.status] += 1;
  cases.push(result);
}

/** Makes a conversation in which every response is inspected. */
function converse(run: Run, operation: Operation): Conversation {
  const conversation: Conversation = {
    exchanges: [],
    async send(request, causes) {
      const expected = causes && operation.errors.filter(({ cause }) => causes.includes(cause ?? ''));
      const exchange = await run.sender.send(operation, request, expected);
      conversation.exchanges.push(exchange);
      const { method, path } = exchange.request;
      const title = `the response ${exchange.response.status} to ${method} ${path}`;
      for (const rule of run.responseRules) {
        const violation = rule.inspect(exchange, run.contract);
        const ending = { rule, operation, title, violation, exchanges: [exchange] };
        if (violation) add(run, rule, describe({ ...ending, status: 'failed' }));
        else run.results.get(rule)!.counts.passed += 1;
      }
      return exchange;
    },
  };
  return conversation;
}
