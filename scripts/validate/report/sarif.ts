import { pathToFileURL } from 'node:url';
import type { Location, Log, Notification, ReportingDescriptor, Result } from 'sarif';
import type { Violation } from '../../contract/violation.ts';
import { count } from '../../contract/words.ts';
import type { FileResult } from '../validate.ts';
import { countUnlisted, type Output, type Reporter, reportPath, writeJson } from './reporter.ts';

/** In SARIF 2.1.0, the format of code scanning. */
export function createSarifReporter({ out, root, tool }: Output): Reporter {
  return {
    end(results, exitCode) {
      const rules = new Map<string, ReportingDescriptor>();
      const found = results.flatMap(({ file, violations }) =>
        violations.map((violation) => describeResult(file, violation, rules, root)),
      );
      const log: Log = {
        $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: { driver: { ...tool, rules: [...rules.values()] } },
            columnKind: 'utf16CodeUnits',
            invocations: [
              {
                executionSuccessful: exitCode < 2,
                exitCode,
                toolExecutionNotifications: notify(results, root),
              },
            ],
            results: found,
          },
        ],
      };
      out(writeJson(log));
    },
  };
}

function notify(results: FileResult[], root: string | undefined): Notification[] {
  const failures = results.flatMap(({ file, failure }): Notification[] =>
    failure === undefined
      ? []
      : [
          {
            level: 'error',
            message: { text: failure },
            locations: [{ physicalLocation: artifact(file, root) }],
          },
        ],
  );
  const unlisted = results.reduce((total, result) => total + countUnlisted(result), 0);
  if (unlisted === 0) return failures;
  return [
    ...failures,
    { level: 'warning', message: { text: `${count(unlisted, 'more violation')} not listed` } },
  ];
}

/** A rule is a keyword of a schema, so that it stays the same from run to run. */
function describeRule(id: string, { rule, declared, keyword }: Violation): ReportingDescriptor {
  // These name a property of one value; the rule is the same for all of them.
  const always: Record<string, string> = {
    required: 'must have the properties that it requires',
    additionalProperties: 'must not have properties that it does not name',
    duplicate: 'must not have a property twice',
  };
  const text = [declared?.schema, always[keyword] ?? rule].filter(Boolean).join(' ');
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
  const { level, line, column, endColumn, message, suggestion, declared, keyword } = violation;
  const id = declared ? `${declared.schema}/${keyword}` : keyword;
  if (!rules.has(id)) rules.set(id, describeRule(id, violation));
  const location: Location = {
    physicalLocation: {
      ...artifact(file, root),
      region: { startLine: line, startColumn: column, endColumn },
    },
    logicalLocations: [
      { fullyQualifiedName: `${violation.within ?? ''}${violation.pointer}`, kind: 'member' },
    ],
  };
  return {
    ruleId: id,
    ruleIndex: [...rules.keys()].indexOf(id),
    level,
    message: { text: suggestion ? `${message}; ${suggestion}` : message },
    locations: [location],
  };
}

function artifact(file: string, root: string | undefined) {
  const path = reportPath(file, root);
  const absolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  const uri = absolute ? pathToFileURL(path).href : path.split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri } };
}
