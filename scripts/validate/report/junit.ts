import type { Fault } from '../fault.ts';
import type { FileResult } from '../judge-input.ts';
import type { Output, Reporter } from './reporter.ts';

type Attributes = Record<string, string | number>;

/**
 * Reports in the XML of JUnit: a file is a suite, a fault a failed test; a valid file has one test that passed.
 *
 * @param page what to write with
 * @returns the reporter
 */
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
      const content = suites.map(({ xml }) => xml).join('');
      out(`<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', totals, `\n${content}`)}`);
    },
  };
}

/** One test of a suite; without a verdict it passed. */
interface Case {
  name: string;
  verdict?: 'failure' | 'error';
  type?: string;
  message?: string;
  details?: string;
}

function describeSuite(result: FileResult) {
  const cases = listCases(result);
  const withVerdict = (verdict: string) => cases.filter((each) => each.verdict === verdict).length;
  const counts = { tests: cases.length, failures: withVerdict('failure'), errors: withVerdict('error') };
  const content = cases.map((each) => writeCase(result.file, each)).join('');
  return { counts, xml: element('testsuite', { name: result.file, ...counts }, `\n${content}`) };
}

function listCases({ file, shapes, faults, faultCount, failure }: FileResult): Case[] {
  const cases = faults.map((fault) => describeFault(file, fault));
  if (faultCount > faults.length) {
    const message = `${faultCount - faults.length} more faults`;
    cases.push({ name: message, verdict: 'failure', type: 'limit', message });
  }
  if (failure !== undefined) {
    cases.push({ name: 'can be validated', verdict: 'error', type: 'failure', message: failure });
  }
  return cases.length > 0 ? cases : [{ name: `is ${shapes.join(', ') || 'empty'}` }];
}

function describeFault(file: string, fault: Fault): Case {
  const { line, column, message, suggestion, keyword, stated } = fault;
  return {
    name: `${file}:${line}:${column} ${fault.within ?? ''}${fault.pointer}`.trim(),
    verdict: stated ? 'failure' : 'error',
    type: keyword,
    message,
    details: [message, suggestion, stated?.pointer].filter(Boolean).join('\n'),
  };
}

function writeCase(
  file: string,
  { name, verdict, type = '', message = '', details = message }: Case,
): string {
  const content = verdict && `\n${element(verdict, { type, message }, escapeXml(details))}`;
  return element('testcase', { name, classname: file }, content);
}

function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return `<${name}${written.join('')}>${content}</${name}>\n`;
}

/** XML cannot hold most control characters, not even escaped. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[&<>"\t\n\r]/g, (character) => `&#${character.codePointAt(0)};`);
}
