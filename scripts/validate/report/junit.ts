import type { Violation } from '../../contract/violation.ts';
import { count } from '../../contract/words.ts';
import { type Test, type TestSuite, writeJunit } from '../../junit.ts';
import type { FileResult } from '../validate.ts';
import { countUnlisted, isSound, type Output, type Reporter } from './reporter.ts';

/** In the XML of JUnit: a file is a suite, a violation a failed test; a valid file has one test that passed. */
export function createJunitReporter({ out, tool }: Output): Reporter {
  return { end: (results) => out(writeJunit(tool.name, results.map(describeSuite))) };
}

function describeSuite(result: FileResult): TestSuite {
  const warnings = result.violations.filter(({ level }) => level === 'warning');
  const output = [
    ...result.notes,
    ...warnings.map((each) => `${each.line}:${each.column} ${wordWarning(each)}`),
  ];
  return { name: result.file, tests: listTests(result), output };
}

function wordWarning({ message, suggestion }: Violation): string {
  return `warning: ${message}${suggestion ? `; ${suggestion}` : ''}`;
}

function listTests(result: FileResult): Test[] {
  const { file, schemas, violations, failure } = result;
  const errors = violations.filter(({ level }) => level === 'error');
  const tests = errors.map((violation) => describeTest(file, violation));
  const more = countUnlisted(result);
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
