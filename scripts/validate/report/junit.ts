import type { Violation } from '../../contract/violation.ts';
import { count } from '../../contract/words.ts';
import type { FileResult } from '../validate.ts';
import { countUnlisted, isSound, type Output, type Reporter } from './reporter.ts';

type Attributes = Record<string, string | number>;

/** In the XML of JUnit: a file is a suite, a violation a failed test; a valid file has one test that passed. */
export function createJunitReporter({ out, tool }: Output): Reporter {
  return {
    end(results) {
      const suites = results.map(describeSuite);
      const total = (key: 'tests' | 'failures' | 'errors') =>
        suites.reduce((sum, { counts }) => sum + counts[key], 0);
      const totals = {
        name: tool.name,
        tests: total('tests'),
        failures: total('failures'),
        errors: total('errors'),
      };
      out(`<?xml version="1.0" encoding="UTF-8"?>\n${openTag('testsuites', totals)}\n`);
      for (const { xml } of suites) out(xml);
      out('</testsuites>\n');
    },
  };
}

/** One test of a suite; without a result it passed. */
interface Case {
  name: string;
  result?: 'failure' | 'error';
  type?: string;
  message?: string;
  details?: string;
}

function describeSuite(result: FileResult) {
  const cases = listCases(result);
  const withResult = (wanted: string) => cases.filter((each) => each.result === wanted).length;
  const counts = { tests: cases.length, failures: withResult('failure'), errors: withResult('error') };
  const content = cases.map((each) => writeCase(result.file, each)).join('');
  const warnings = result.violations.filter(({ level }) => level === 'warning');
  const notes = [
    ...result.notes,
    ...warnings.map((each) => `${each.line}:${each.column} ${wordWarning(each)}`),
  ];
  const output = notes.length > 0 ? element('system-out', {}, escapeXml(notes.join('\n'))) : '';
  return { counts, xml: element('testsuite', { name: result.file, ...counts }, `\n${content}${output}`) };
}

function wordWarning({ message, suggestion }: Violation): string {
  return `warning: ${message}${suggestion ? `; ${suggestion}` : ''}`;
}

function listCases(result: FileResult): Case[] {
  const { file, schemas, violations, failure } = result;
  const errors = violations.filter(({ level }) => level === 'error');
  const cases = errors.map((violation) => describeCase(file, violation));
  const more = countUnlisted(result);
  if (more > 0) {
    const message = count(more, 'more violation');
    cases.push({ name: message, result: 'failure', type: 'limit', message });
  }
  if (failure !== undefined)
    cases.push({ name: 'can be validated', result: 'error', type: 'failure', message: failure });
  if (isSound(result)) cases.push({ name: `is ${schemas.join(', ') || 'empty'}` });
  return cases;
}

function describeCase(file: string, violation: Violation): Case {
  const { line, column, message, suggestion, keyword, declared } = violation;
  return {
    name: `${file}:${line}:${column} ${violation.within ?? ''}${violation.pointer}`.trim(),
    result: declared || keyword === 'duplicate' ? 'failure' : 'error',
    type: keyword,
    message,
    details: [message, suggestion, declared?.pointer].filter(Boolean).join('\n'),
  };
}

function writeCase(file: string, { name, result, type = '', message = '', details = message }: Case): string {
  const content = result && `\n${element(result, { type, message }, escapeXml(details))}`;
  return element('testcase', { name, classname: file }, content);
}

function element(name: string, attributes: Attributes, content = ''): string {
  return `${openTag(name, attributes)}${content}</${name}>\n`;
}

function openTag(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${written.join('')}>`;
}

/** XML cannot hold most control characters, not even escaped. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `&#${character.codePointAt(0)};`);
}
