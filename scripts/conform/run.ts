import { readFile } from 'node:fs/promises';
import type { Operation } from '../contract/operations.ts';
import { findSigningName } from '../contract/operations.ts';
import { findFile } from '../contract/package-files.ts';
import { createRandom, type Random } from '../random.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import { isRead, loadContract } from './contract.ts';
import { createRules } from './rules/index.ts';
import { createSender, NoResponseError, type Sender } from './sender.ts';
import type { Target } from './sign.ts';
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
  type ReportedExchange,
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
  const { readOnly = false, seed = 1, knownFailures = [], only = [] } = options;
  const started = new Date();
  const contract = await loadContract(options.revision, options.contract);
  const rules = await createRules(contract);
  for (const name of [...knownFailures, ...only]) requireRule(rules, name);
  const target = readTarget(url, options, findSigningName(contract.document) ?? '');
  const rate = Math.min(options.rate ?? Infinity, readOnly ? readOnlyRate : Infinity);
  const parallel = readOnly ? readOnlyRate : concurrency;
  const run: Run = {
    ...{ target, contract, readOnly, random: createRandom(seed) },
    sender: createSender(target, rate, parallel),
    responseRules: rules.filter((rule) => 'inspect' in rule),
    results: new Map(rules.map((rule) => [rule, startResult(rule, knownFailures)])),
    cases: 0,
  };
  const isWanted = ({ name }: Rule) => only.length === 0 || only.includes(name);
  const casesNeeded = rules.some((rule) => 'inspect' in rule && isWanted(rule)) ? () => true : isWanted;
  try {
    await runCases(run, rules.filter(casesNeeded), parallel, options.onProgress);
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

function requireRule(rules: Rule[], name: string): void {
  const names = rules.map((rule) => rule.name);
  if (names.includes(name)) return;
  const nearest = nearestName(name, names);
  throw new Error(
    `unknown rule ${name}; ${nearest ? `did you mean ${nearest}?` : `the rules are ${names.join(', ')}`}`,
  );
}

function readTarget(url: string, options: ConformanceOptions, service: string): Target {
  // Without the value, which may contain a password.
  if (!/^https?:\/\/[^@?#\s]+$/i.test(url) || !URL.canParse(url))
    throw new Error('URL must be like https://host:port/path');
  const { env } = process;
  const region = options.region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION']);
  const accessKeyId = env['AWS_ACCESS_KEY_ID'];
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY'];
  const credentials =
    options.credentials ??
    (accessKeyId && secretAccessKey
      ? { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] || undefined }
      : undefined);
  if (!region) throw new Error('a region is missing: set --region or AWS_REGION');
  if (!credentials)
    throw new Error('credentials are missing: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  return { url: new URL(url).href.replace(/\/$/, ''), region, service, credentials };
}

function startResult({ name, statement, pointer }: Rule, knownFailures: string[]): RuleResult {
  return {
    ...{ rule: name, statement, pointer, status: 'unproven' },
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
  const reason = result.reason ?? cases.find((each) => each.reason)?.reason ?? 'nothing to test it on';
  return { ...result, status, reason };
}

async function runCases(
  run: Run,
  rules: Rule[],
  parallel: number,
  onProgress: ConformanceOptions['onProgress'],
): Promise<void> {
  const queue: { rule: CaseRule; operation: Operation; case: Case }[] = [];
  const subjects: Subject[] = [];
  for (const operation of run.contract.operations) {
    const subject = createSubject({ ...run, operation, conversation: converse(run, operation) });
    subjects.push(subject);
    for (const rule of rules) {
      if ('inspect' in rule) continue;
      const cases = await listCases(run, rule, subject);
      queue.push(...cases.map((each) => ({ rule, operation, case: each })));
    }
  }
  run.cases = queue.length;
  const total = queue.length;
  let done = 0;
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await runCase(run, next.rule, next.operation, next.case);
      done += 1;
      onProgress?.({ done, total, rule: next.rule.name });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  if (run.readOnly) await forgiveChanges(run, rules, subjects);
}

/** A live service may get new items during the run, which look like a failure to rules that compare lists. */
async function forgiveChanges(run: Run, rules: Rule[], subjects: Subject[]): Promise<void> {
  for (const rule of rules) {
    const { cases, counts } = run.results.get(rule)!;
    const failures = 'comparesLists' in rule ? cases.filter(({ status }) => status === 'failed') : [];
    for (const failure of failures) {
      const subject = subjects.find(({ operation }) => operation.id === failure.operation)!;
      if (!(await subject.hasChanged())) continue;
      Object.assign(failure, { status: 'unproven', reason: 'the list changed during the run' });
      counts.failed -= 1;
      counts.unproven += 1;
    }
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
    const cases = await rule.cases(subject);
    return run.readOnly ? sample(run.random, cases, readOnlyCases) : cases;
  } catch (error) {
    if (!(error instanceof Unproven || error instanceof NoResponseError)) throw error;
    result.reason ??= error.message;
    return [];
  }
}

/** Picks some cases, in their order. */
function sample<Item>(random: Random, items: Item[], most: number): Item[] {
  const left = [...items];
  while (left.length > most) left.splice(random.below(left.length), 1);
  return left;
}

async function runCase(
  run: Run,
  rule: CaseRule,
  operation: Operation,
  { title, pointer, run: test }: Case,
): Promise<void> {
  const conversation = converse(run, operation);
  let status: Status = 'passed';
  let violation: Violation | undefined;
  try {
    violation = await test(conversation);
    if (violation) status = 'failed';
  } catch (error) {
    if (error instanceof NoResponseError) status = 'failed';
    else if (error instanceof Unproven) status = 'unproven';
    else throw error;
    violation = { reason: error.message };
  }
  record(run, rule, title, status, operation, { pointer, ...violation }, conversation.exchanges);
}

function record(
  run: Run,
  rule: Rule,
  title: string,
  status: Status,
  operation: Operation,
  { reason, pointer, exchange }: Partial<Violation>,
  exchanges: Exchange[],
): void {
  const result = run.results.get(rule)!;
  result.counts[status] += 1;
  const shown = exchange ?? exchanges.at(-1);
  const entry: CaseResult = {
    ...{ title, operation: operation.id, status, pointer: pointer ?? rule.pointer },
    ...(reason !== undefined && { reason }),
    ...(status === 'failed' && shown && { curl: shown.curl }),
    exchanges: exchanges.map((each) => report(run.target, each)),
  };
  result.cases.push(entry);
}

/** Makes a conversation in which every response is inspected. */
function converse(run: Run, operation: Operation): Conversation {
  const conversation: Conversation = {
    exchanges: [],
    async send(request, causes) {
      const expected =
        causes && operation.errors.filter(({ cause }) => cause !== undefined && causes.includes(cause));
      const exchange = await run.sender.send(operation, request, expected);
      conversation.exchanges.push(exchange);
      for (const rule of run.responseRules) {
        const violation = rule.inspect(exchange, run.contract);
        if (!violation) run.results.get(rule)!.counts.passed += 1;
        else record(run, rule, title(exchange), 'failed', operation, violation, [exchange]);
      }
      return exchange;
    },
  };
  return conversation;
}

function title({ operation, request, response }: Exchange): string {
  return `${operation.id}: the response ${response.status} to ${request.method} ${request.path}`;
}

/** Characters of a body that a report has. */
const longestBody = 20_000;
/** Shorter secrets are made up, and may be in any text. */
const shortestSecret = 12;

/** Removes the secrets of a request from it and from what the server quotes of it, and cuts long bodies. */
function report({ credentials }: Target, { request, response, curl }: Exchange): ReportedExchange {
  const { authorization, 'x-amz-security-token': token, ...headers } = request.headers;
  const signature = /Signature=(\w+)/.exec(authorization ?? '')?.[1];
  const secrets = [credentials.secretAccessKey, credentials.sessionToken, token, signature].filter(
    (secret): secret is string => secret !== undefined && secret.length >= shortestSecret,
  );
  const clean = (text: string) =>
    secrets.reduce(
      (rest, secret) => (rest.includes(secret) ? rest.replaceAll(secret, '[removed]') : rest),
      text,
    );
  const cut = (text: string) => clean(text.length > longestBody ? `${text.slice(0, longestBody)}…` : text);
  const { body } = request;
  const removed = {
    ...(authorization !== undefined && { authorization: '[removed]' }),
    ...(token !== undefined && { 'x-amz-security-token': '[removed]' }),
  };
  const kept = Object.entries(response.headers).map(([name, value]) => [name, clean(value)]);
  return {
    request: {
      ...{ method: request.method, path: request.path, headers: { ...headers, ...removed } },
      ...(body !== undefined && {
        body: cut(typeof body === 'string' ? body : Buffer.from(body).toString('latin1')),
      }),
    },
    response: { status: response.status, headers: Object.fromEntries(kept), body: cut(response.body) },
    curl,
  };
}
