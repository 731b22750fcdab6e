import { escapeSegment } from '../contract/document.ts';
import type { Contract } from '../contract/generated.ts';
import type { Operation } from '../contract/operations.ts';
import type { Random } from '../random.ts';
import { NoResponseError } from './connection.ts';
import { isRead, OperationClient } from './operation-client.ts';
import {
  type Breach,
  type Case,
  type CaseRule,
  type Conversation,
  type ResponseRule,
  type Rule,
  Unproven,
} from './rule.ts';
import type { Exchange, Sender } from './sender.ts';

/** Cases per rule and operation against a live service. */
const readOnlyCases = 8;
/** Exchanges that a report has of the start and of the end of a case, which may have read hundreds of pages. */
const mostReported = 10;

export type Status = 'passed' | 'failed' | 'unproven';

/** The result of one case. */
export interface CaseResult {
  title: string;
  operation: string;
  status: Status;
  /** Why it failed, or is unproven. */
  reason?: string;
  pointer: string;
  /** The request that shows the failure, as a command for a shell. */
  curl?: string;
  /** The first and the last ten, and the one that shows the failure. */
  exchanges: ReportedExchange[];
}

/** A request and its response in a report: without secrets, and with long bodies cut. */
export interface ReportedExchange {
  request: { method: string; path: string; headers: Record<string, string>; body?: string };
  response: { status: number; headers: Record<string, string>; body: string };
  /** The request as a command for a shell. */
  curl: string;
}

/** The result of a rule: it failed if one of its cases did, and is unproven if none passed either. */
export interface RuleResult {
  rule: string;
  statement: string;
  pointer: string;
  status: Status;
  /** Why it is unproven. */
  reason?: string;
  /** Whether the rule is in the file of known failures. */
  known: boolean;
  /** How many cases, or of a rule about responses how many responses, ended in which way. */
  counts: Record<Status, number>;
  /** Of a rule about responses, only the failures. */
  cases: CaseResult[];
}

/** A run, and what its rules have found so far. */
export interface Run {
  contract: Contract;
  sender: Sender;
  random: Random;
  readOnly: boolean;
  results: Map<Rule, RuleResult>;
}

/** A case of a rule for an operation. */
interface Trial extends Case {
  rule: CaseRule;
  client: OperationClient;
}

/** Runs the cases of rules, several at a time, and adds their results in the order of the cases. */
export async function runCases(
  run: Run,
  rules: CaseRule[],
  parallel: number,
  onProgress?: (progress: { done: number; total: number; rule: string }) => void,
): Promise<number> {
  const clients = run.contract.operations.map(
    (operation) => new OperationClient(run, operation, converse(run, operation)),
  );
  for (const client of clients) client.others = clients.filter((other) => other !== client);
  const trials: Trial[] = [];
  for (const client of clients) {
    for (const rule of rules) {
      onProgress?.({ done: 0, total: trials.length, rule: rule.name });
      for (const each of await listCases(run, rule, client)) trials.push({ ...each, rule, client });
    }
  }
  const results: CaseResult[] = [];
  const queue = trials.entries();
  let done = 0;
  const work = async () => {
    for (const [index, trial] of queue) {
      results[index] = await runCase(run, trial);
      onProgress?.({ done: ++done, total: trials.length, rule: trial.rule.name });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  for (const [index, trial] of trials.entries()) {
    const result = results[index]!;
    if (run.readOnly && (await isChange(trial, result)))
      Object.assign(result, { status: 'unproven', reason: 'the list changed during the run' });
    add(run, trial.rule, result);
  }
  return trials.length;
}

/** Lists the cases of a rule; if there are none, the rule's result has the reason. */
async function listCases(run: Run, rule: CaseRule, client: OperationClient): Promise<Case[]> {
  const result = run.results.get(rule)!;
  if (run.readOnly && !isRead(client.operation)) {
    result.reason ??= `${client.operation.id} may change something`;
    return [];
  }
  try {
    const cases = [...(await rule.cases(client))];
    // A sample, in the order of the cases.
    while (run.readOnly && cases.length > readOnlyCases) cases.splice(run.random.below(cases.length), 1);
    return cases;
  } catch (error) {
    if (!(error instanceof Unproven || error instanceof NoResponseError)) throw error;
    result.reason ??= error.message;
    return [];
  }
}

async function runCase(run: Run, { rule, client, ...each }: Trial): Promise<CaseResult> {
  const { operation } = client;
  const conversation = converse(run, operation);
  const finish = (status: Status, breach?: Breach) =>
    toResult(rule, operation, each, conversation.exchanges, status, breach);
  try {
    const breach = await each.run(conversation);
    return finish(breach ? 'failed' : 'passed', breach);
  } catch (error) {
    if (error instanceof NoResponseError) return finish('failed', { reason: error.message });
    if (error instanceof Unproven) return finish('unproven', { reason: error.message });
    throw error;
  }
}

/** Whether a case may have failed only because a live service got new items during the run. */
async function isChange({ rule, client }: Trial, { status }: CaseResult): Promise<boolean> {
  return status === 'failed' && rule.comparesLists === true && (await client.hasChanged());
}

function toResult(
  rule: Rule,
  operation: Operation,
  { title, pointer }: Pick<Case, 'title' | 'pointer'>,
  exchanges: Exchange[],
  status: Status,
  breach: Breach | undefined,
): CaseResult {
  const shown = breach?.exchange ?? exchanges.at(-1);
  const reported = exchanges.filter(
    (each, index) => index < mostReported || exchanges.length - index <= mostReported || each === shown,
  );
  return {
    title: `${operation.id}: ${title}`,
    operation: operation.id,
    status,
    pointer: breach?.pointer ?? pointer ?? pointerTo(operation, rule),
    ...(breach && { reason: breach.reason }),
    ...(status === 'failed' && shown && { curl: shown.reported.curl }),
    exchanges: reported.map((each) => each.reported),
  };
}

function add({ results }: Run, rule: Rule, result: CaseResult): void {
  const { counts, cases } = results.get(rule)!;
  counts[result.status] += 1;
  cases.push(result);
}

/** Starts a conversation; the rules about responses inspect every response to it. */
function converse(run: Run, operation: Operation): Conversation {
  const rules = [...run.results.keys()].filter((rule) => 'inspect' in rule);
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    async send(request, causes) {
      const expected = causes && operation.errors.filter(({ cause }) => causes.includes(cause ?? ''));
      const exchange = await run.sender.send(operation, request, expected);
      exchanges.push(exchange);
      for (const rule of rules) inspect(run, rule, exchange);
      return exchange;
    },
  };
}

function inspect(run: Run, rule: ResponseRule, exchange: Exchange): void {
  const { operation, reported } = exchange;
  const breach = rule.inspect(exchange, run.contract);
  if (!breach) {
    run.results.get(rule)!.counts.passed += 1;
    return;
  }
  const { method, path } = reported.request;
  const title = `the response ${reported.response.status} to ${method} ${path}`;
  add(run, rule, toResult(rule, operation, { title }, [exchange], 'failed', breach));
}

/** Starts the result of a rule. A rule about all operations points to the first one that has what it is about. */
export function startResult({ operations }: Contract, rule: Rule, known: boolean): RuleResult {
  const { name, statement, pointer } = rule;
  const operation = operations.find(({ object }) => pointer in object) ?? operations[0]!;
  return {
    rule: name,
    statement,
    pointer: pointerTo(operation, rule),
    status: 'unproven',
    known,
    counts: { passed: 0, failed: 0, unproven: 0 },
    cases: [],
  };
}

/** Returns the result of a rule with its status, once all of its cases have one. */
export function finishResult(result: RuleResult): RuleResult {
  const { counts, cases } = result;
  if (counts.failed > 0) return { ...result, status: 'failed' };
  if (counts.passed > 0) return { ...result, status: 'passed' };
  const reason = cases.find((each) => each.reason)?.reason ?? result.reason ?? 'nothing to test it on';
  return { ...result, status: 'unproven', reason };
}

/** A JSON Pointer to what a rule is about in an operation. */
function pointerTo({ path, method }: Operation, { pointer }: Rule): string {
  return pointer.startsWith('#') ? pointer : `#/paths/${escapeSegment(path)}/${method}/${pointer}`;
}
