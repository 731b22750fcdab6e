import { pathToFileURL } from 'node:url';
import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import { type Test, writeJunit, writeWorkflowCommand } from '../ci-formats.ts';
import type { Violation } from '../contract/violation.ts';
import { count } from '../contract/words.ts';
import {
  countUnlisted,
  isSound,
  type Output,
  type Reporter,
  reportPath,
  summarize,
  writeJson,
} from './reports.ts';
import type { FileResult } from './validate.ts';

// Reports for CI systems.

/** Workflow commands of GitHub Actions, which annotate the lines of a pull request. */
export function createGithubReporter({ out, err, root }: Output): Reporter {
  return {
    violation: (file, violation) => out(annotate(reportPath(file, root), violation)),
    file(result) {
      const file = reportPath(result.file, root);
      const { failure } = result;
      const more = countUnlisted([result]);
      const message = count(more, 'more violation');
      if (more > 0) out(writeWorkflowCommand('warning', message, { file, title: 'not listed' }));
      if (failure !== undefined)
        out(writeWorkflowCommand('error', failure, { file, title: 'not validated' }));
    },
    end: (results) => err(`${summarize(results)}\n`),
  };
}

const titles: Record<string, string> = {
  syntax: 'not JSON',
  unrecognized: 'not recognized',
  duplicate: 'given twice',
};

function annotate(file: string, violation: Violation): string {
  const { level, line, column: col, endColumn, keyword, message, suggestion, declared } = violation;
  const title = declared ? `breaks ${declared.schema}` : (titles[keyword] ?? keyword);
  const properties = { file, line, col, endColumn, title };
  return writeWorkflowCommand(level, suggestion ? `${message} (${suggestion})` : message, properties);
}

/** In the XML of JUnit: a file is a suite, a violation a failed test; a valid file has one test that passed. */
export function createJunitReporter({ out, tool }: Output): Reporter {
  return {
    end(results) {
      const suites = results.map((result) => {
        const warnings = result.violations.filter(({ level }) => level === 'warning');
        const lines = warnings.map((each) => `${each.line}:${each.column} warning: ${wordFinding(each)}`);
        return { name: result.file, tests: listTests(result), output: [...result.notes, ...lines] };
      });
      out(writeJunit(tool.name, suites));
    },
  };
}

function listTests(result: FileResult): Test[] {
  const { file, schemas, violations, failure } = result;
  const errors = violations.filter(({ level }) => level === 'error');
  const tests = errors.map((violation) => describeTest(file, violation));
  const more = countUnlisted([result]);
  if (more > 0) {
    const message = count(more, 'more violation');
    tests.push({ name: message, result: 'failure', type: 'limit', message });
  }
  if (failure !== undefined)
    tests.push({ name: 'can be validated', result: 'error', type: 'failure', message: failure });
  if (isSound(result)) tests.push({ name: `is ${schemas.join(', ') || 'empty'}` });
  return tests;
}

function describeTest(file: string, violation: Violation): Test {
  const { line, column, message, suggestion, keyword, declared } = violation;
  return {
    name: `${file}:${line}:${column} ${violation.within ?? ''}${violation.pointer}`.trim(),
    result: declared || keyword === 'duplicate' ? 'failure' : 'error',
    type: keyword,
    message,
    details: [message, suggestion, declared?.pointer].filter(Boolean).join('\n'),
  };
}

function wordFinding({ message, suggestion }: Violation): string {
  return suggestion ? `${message}; ${suggestion}` : message;
}

/** In SARIF 2.1.0, the format of code scanning. */
export function createSarifReporter({ out, root, tool }: Output): Reporter {
  return {
    end(results, exitCode) {
      const rules = new Map<string, ReportingDescriptor>();
      const found = results.flatMap(({ file, violations }) =>
        violations.map((violation) => describeResult(file, violation, rules, root)),
      );
      const toolExecutionNotifications = notify(results, root);
      const log: Log = {
        $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { ...tool, rules: [...rules.values()] } },
            columnKind: 'utf16CodeUnits',
            invocations: [{ executionSuccessful: exitCode < 2, exitCode, toolExecutionNotifications }],
            results: found,
          },
        ],
      };
      out(writeJson(log));
    },
  };
}

function notify(results: FileResult[], root: string | undefined): Notification[] {
  const notifications: Notification[] = [];
  for (const { file, failure: text } of results) {
    if (text === undefined) continue;
    const locations = [{ physicalLocation: artifact(file, root) }];
    notifications.push({ level: 'error', message: { text }, locations });
  }
  const unlisted = countUnlisted(results);
  const text = `${count(unlisted, 'more violation')} not listed`;
  if (unlisted > 0) notifications.push({ level: 'warning', message: { text } });
  return notifications;
}

/** These name a property of one value; the rule is the same for all of them. */
const generalRules: Record<string, string> = {
  required: 'must have the properties that it requires',
  additionalProperties: 'must not have properties that it does not name',
  duplicate: 'must not have a property twice',
};

/** A rule is a keyword of a schema, so that it stays the same from run to run. */
function describeRule(id: string, { rule, declared, keyword }: Violation): ReportingDescriptor {
  const text = [declared?.schema, generalRules[keyword] ?? rule].filter(Boolean).join(' ');
  return {
    id,
    shortDescription: { text },
    ...(declared && { fullDescription: { text: `${text} (${declared.pointer})` } }),
  };
}

function describeResult(
  file: string,
  violation: Violation,
  rules: Map<string, ReportingDescriptor>,
  root: string | undefined,
): Result {
  const { level, line, column, endColumn, declared, keyword, within = '', pointer } = violation;
  const id = declared ? `${declared.schema}/${keyword}` : keyword;
  if (!rules.has(id)) rules.set(id, describeRule(id, violation));
  const region = { startLine: line, startColumn: column, endColumn };
  const location: Location = {
    physicalLocation: { ...artifact(file, root), region },
    logicalLocations: [{ fullyQualifiedName: `${within}${pointer}`, kind: 'member' }],
  };
  return {
    ruleId: id,
    ruleIndex: [...rules.keys()].indexOf(id),
    level,
    message: { text: wordFinding(violation) },
    locations: [location],
  };
}

function artifact(file: string, root: string | undefined) {
  const path = reportPath(file, root);
  const absolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  const uri = absolute ? pathToFileURL(path).href : path.split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri } };
}
