import { escapeControls } from './contract/words.ts';

// Formats that CI systems read: JUnit and the workflow commands of GitHub Actions.

type Attributes = Record<string, string | number>;

/** A group of tests in a JUnit report. */
export interface TestSuite {
  name: string;
  tests: Test[];
  /** Lines that the group printed. */
  output?: string[];
}

/** One test of a suite; without a result it passed. */
export interface Test {
  name: string;
  result?: 'failure' | 'error' | 'skipped';
  /** What kind of failure it is. */
  type?: string;
  message?: string;
  details?: string;
}

/** Writes a report in the XML of JUnit, whose schema counts skipped tests only in a suite. */
export function writeJunit(name: string, suites: TestSuite[]): string {
  const { skipped: _, ...totals } = countResults(suites.flatMap(({ tests }) => tests));
  const written = suites.map(writeSuite).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${openTag('testsuites', { name, ...totals })}\n${written}</testsuites>\n`;
}

function countResults(tests: Test[]): Attributes {
  const count = (wanted: Test['result']) => tests.filter(({ result }) => result === wanted).length;
  const skipped = count('skipped');
  return {
    ...{ tests: tests.length, failures: count('failure'), errors: count('error') },
    ...(skipped > 0 && { skipped }),
  };
}

function writeSuite({ name, tests, output = [] }: TestSuite): string {
  const content = tests.map((each) => writeTest(name, each)).join('');
  const printed = output.length > 0 ? element('system-out', {}, escapeXml(output.join('\n'))) : '';
  return element('testsuite', { name, ...countResults(tests) }, `\n${content}${printed}`);
}

function writeTest(suite: string, { name, result, type, message = '', details = message }: Test): string {
  const attributes = { ...(type !== undefined && { type }), message };
  const content = result && `\n${element(result, attributes, escapeXml(details))}`;
  return element('testcase', { name, classname: suite }, content);
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

/** Writes a workflow command of GitHub Actions, which annotates a file: `::error file=page.json,line=3::message`. */
export function writeWorkflowCommand(
  command: 'error' | 'warning' | 'notice',
  message: string,
  properties: Record<string, string | number> = {},
): string {
  const written = Object.entries(properties).map(([name, value]) => {
    return `${name}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`;
  });
  return `::${[command, written.join(',')].join(' ').trim()}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return escapeControls(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}
