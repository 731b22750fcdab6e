import { pathToFileURL } from 'node:url';
import type { Fault } from '../fault.ts';
import type { FileResult } from '../judge-input.ts';
import { unknownMember } from '../unknown-members.ts';
import { reportPath } from './path.ts';
import type { Output, Reporter } from './reporter.ts';

/**
 * Reports in SARIF 2.1.0, the format of code scanning.
 *
 * @param page what to write with
 * @returns the reporter
 */
export function createSarifReporter({ out, root, tool }: Output): Reporter {
  return {
    end(results, exitCode) {
      const faults = results.flatMap((result) =>
        result.faults.map((fault) => ({ file: result.file, fault })),
      );
      const rules = [...new Set(faults.map(({ fault }) => ruleId(fault)))];
      const log = {
        $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: {
              driver: {
                ...tool,
                rules: rules.map((id) =>
                  describeRule(id, faults.find(({ fault }) => ruleId(fault) === id)!.fault),
                ),
              },
            },
            columnKind: 'utf16CodeUnits',
            invocations: [describeInvocation(results, exitCode, root)],
            results: faults.map(({ file, fault }) => describeResult(file, fault, rules, root)),
          },
        ],
      };
      out(`${JSON.stringify(log, null, 2)}\n`);
    },
  };
}

/** A rule of the contract is a keyword of a shape; it stays the same from run to run. */
function ruleId({ stated, keyword }: Fault): string {
  return stated ? `${stated.shape}/${keyword}` : keyword;
}

function describeRule(id: string, { rule, stated, keyword }: Fault) {
  // These two name a member of one value; the rule is the same for all of them.
  const always: Record<string, string> = {
    required: 'must have the members that it requires',
    [unknownMember]: 'must not have members that it does not name',
  };
  const text = stated ? `${stated.shape} ${always[keyword] ?? rule}` : rule;
  return {
    id,
    shortDescription: { text },
    ...(stated && { fullDescription: { text: `${text} (${stated.pointer})` } }),
  };
}

function describeInvocation(results: FileResult[], exitCode: number, root: string | undefined) {
  const notifications = results.flatMap(({ file, failure }) =>
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
  return { executionSuccessful: exitCode < 2, exitCode, toolExecutionNotifications: notifications };
}

function describeResult(file: string, fault: Fault, rules: string[], root: string | undefined) {
  const { line, column, endColumn, message, suggestion } = fault;
  return {
    ruleId: ruleId(fault),
    ruleIndex: rules.indexOf(ruleId(fault)),
    level: 'error',
    message: { text: suggestion ? `${message}; ${suggestion}` : message },
    locations: [
      {
        physicalLocation: {
          ...artifact(file, root),
          region: { startLine: line, startColumn: column, endColumn },
        },
        logicalLocations: [{ fullyQualifiedName: `${fault.within ?? ''}${fault.pointer}`, kind: 'member' }],
      },
    ],
  };
}

function artifact(file: string, root: string | undefined) {
  const path = reportPath(file, root);
  const absolute = path.startsWith('/') || /^[a-z]:/i.test(path);
  const uri = absolute ? pathToFileURL(path).href : path.split('/').map(encodeURIComponent).join('/');
  return { artifactLocation: { uri } };
}
