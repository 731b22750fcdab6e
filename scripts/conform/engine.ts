import { escapeSegment } from '../contract/document.ts';
import type { Contract } from '../contract/generated.ts';
import type { Operation } from '../contract/operations.ts';
import type { Random } from '../random.ts';
import { NoResponseError } from './connection.ts';
import { redact } from './redact.ts';
import type { Sender } from './sender.ts';
import type { Target } from './sign.ts';
import { isRead, Subject } from './subject.ts';
import {
  type Case,
  type CaseResult,
  type CaseRule,
  type ConformanceOptions,
  type Conversation,
  type Exchange,
  type ResponseRule,
  type Rule,
  type RuleResult,
  type Status,
  Unproven,
  type Violation,
} from './types.ts';

/** Cases per rule and operation against a live service. */
const readOnlyCases = 8;
/** Exchanges that a report has of the start and of the end of a case, which may have read hundreds of pages. */
const mostReported = 10;

/** What the parts of a run share. */
export interface Run {
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

/** A case of a rule for an operation. */
interface Trial extends Case {
  rule: CaseRule;
  subject: Subject;
}

/** Runs the cases of all rules, several at a time, and keeps their results in the order of the cases. */
export async function runCases(
  run: Run,
  rules: CaseRule[],
  parallel: number,
  onProgress: ConformanceOptions['onProgress'],
): Promise<void> {
  const { operations } = run.contract;
  const subjects = operations.map((operation) => new Subject(run, operation, converse(run, operation)));
  for (const subject of subjects) subject.others = subjects.filter((other) => other !== subject);
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
    title: `${operation.id}: ${ending.title}`,
    operation: operation.id,
    status,
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

/** A JSON Pointer to what a rule is about in an operation. */
export function pointerTo({ path, method }: Operation, { pointer }: Rule): string {
  return pointer.startsWith('#') ? pointer : `#/paths/${escapeSegment(path)}/${method}/${pointer}`;
}
