import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceReport, RuleResult } from '../../scripts/conform/index.ts';
import { runConformance } from '../../scripts/conform/index.ts';
import { formats, writeBadge } from '../../scripts/conform/report.ts';
import { close, listen } from '../../scripts/listen.ts';
import { createMock } from '../../scripts/mock/create-mock.ts';
import { startChromium } from '../../scripts/programs/start-chromium.ts';
import { listBarriers, openPage } from '../docs/open-page.ts';

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLESESSIONTOKEN',
};
const hostile = `<script>document.title = 'run'</script><img src="http://127.0.0.1:1/x.png">]]>&\u0007\u202e`;

let folder: string;
/** A server that repeats the headers of a request and adds markup, which breaks many rules. */
let broken: ConformanceReport;
let passing: ConformanceReport;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ message: hostile, headers: request.headers }));
    });
  });
  const options = { region: 'us-east-1', credentials };
  broken = await runConformance(await listen(server, 0, '127.0.0.1'), options);
  await close(server, 1000);
  const mock = await createMock();
  passing = await runConformance(mock.url, options);
  await mock.close();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const write = (format: string, report = broken) => formats[format]!(report, { color: false });

describe.for(Object.keys(formats))('a report as %s', (format) => {
  test.for([
    ['the secret key', credentials.secretAccessKey],
    ['the session token', credentials.sessionToken],
  ])('does not contain %s', ([, secret]) => {
    expect(write(format)).not.toContain(secret);
  });

  test('contains no signature', () => {
    expect(write(format)).not.toMatch(/Signature=[0-9a-f]{64}/);
  });
});

describe('a report as JUnit', () => {
  const attribute = (text: string, name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(text)![1]);

  test('has a failure for each case that failed', () => {
    const failures = broken.rules.flatMap(({ cases }) => cases.filter(({ status }) => status === 'failed'));
    const text = write('junit');
    expect(text.match(/<failure /g)).toHaveLength(failures.length);
    expect(attribute(text, 'failures')).toBe(failures.length);
  });

  test('has no failure if every rule passed', () => {
    expect(attribute(write('junit', passing), 'failures')).toBe(0);
  });

  test('skips an unproven rule, with the reason', () => {
    const { reason } = broken.rules.find(({ rule }) => rule === 'filter-match')!;
    expect(write('junit')).toContain(`<skipped message="unproven: ${reason}">`.replace('unproven: ', ''));
  });

  test('skips the cases of a known failure', () => {
    const rules = broken.rules.map((rule) => ({ ...rule, known: rule.status === 'failed' }));
    const text = write('junit', { ...broken, rules });
    expect(attribute(text, 'failures')).toBe(0);
    expect(text).toContain('<skipped message="known to fail: ');
  });

  test('has a failure for a known failure that passes', () => {
    const rules = passing.rules.map((rule) => ({ ...rule, known: rule.rule === 'request-valid' }));
    const text = write('junit', { ...passing, rules });
    expect(text.match(/<failure .*/g)).toEqual([
      expect.stringContaining('remove it from the known failures'),
    ]);
  });

  test('escapes markup and what XML cannot hold', () => {
    const text = write('junit');
    expect(['<script', ']]>', '\u0007', '\u202e'].filter((raw) => text.includes(raw))).toEqual([]);
  });
});

describe('a report as HTML, with JavaScript switched off', () => {
  let browser: Browser;
  const open = async (report: ConformanceReport) => {
    const file = join(folder, 'report.html');
    await writeFile(file, write('html', report));
    return openPage(browser, '', { javaScriptEnabled: false, address: pathToFileURL(file).href });
  };

  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser.close());

  test('shows the reason, the request and the response of a failure', async () => {
    const page = await open(broken);
    const [failure] = broken.rules
      .flatMap(({ cases }) => cases)
      .filter(({ status, exchanges }) => status === 'failed' && exchanges[0]?.request.body);
    const details = page.locator('details', { hasText: failure!.title }).first();
    const text = (await details.textContent()) ?? '';
    expect(text).toContain(failure!.reason);
    expect(text).toContain(String(failure!.exchanges[0]!.request.body));
    expect(text).toContain(`x-amz-security-token: [removed]`);
    expect(text).toContain('content-type: application/json');
  });

  test('shows what a hostile server sent as text', async () => {
    const page = await open(broken);
    expect(await page.title()).toContain('does not conform');
    expect(await page.locator('script, img').count()).toBe(0);
    expect(await page.locator('pre', { hasText: '<script>document.title' }).count()).toBeGreaterThan(0);
  });

  test('folds the requests and responses of what passed', async () => {
    const page = await open(passing);
    const { cases } = passing.rules.find(({ rule }) => rule === 'request-valid')!;
    const details = page.locator('main > details', { hasText: 'request-valid' });
    expect(await details.getAttribute('open')).toBeNull();
    expect(await details.locator('details').count()).toBe(cases.length);
    const { request, response } = cases[0]!.exchanges[0]!;
    const text = (await details.locator('details').first().textContent()) ?? '';
    expect(text).toContain(`${request.method} ${request.path}`);
    expect(text).toContain(`${response.status}\n`);
    expect(text).toContain(response.body.slice(0, 500));
  });

  test.for(['light', 'dark'] as const)('has no serious barrier in the %s theme', async (colorScheme) => {
    const file = join(folder, 'report.html');
    await writeFile(file, write('html', { ...broken, rules: broken.rules.map(shorten) }));
    const page = await openPage(browser, '', { colorScheme, address: pathToFileURL(file).href });
    expect(await listBarriers(page)).toEqual([]);
  });
});

/** Leaves a rule one case of each status: on hundreds of the same kind, axe takes seconds. */
function shorten(result: RuleResult): RuleResult {
  const cases = new Map(result.cases.map((each) => [each.status, each]));
  return { ...result, cases: [...cases.values()] };
}

describe('a badge', () => {
  test.for([
    ['of a server that conforms is green', () => passing, 'brightgreen'],
    ['of a server that does not is red', () => broken, 'red'],
    [
      'of a server with known failures is yellow',
      () => ({ ...broken, conforms: true }) satisfies ConformanceReport,
      'yellow',
    ],
  ] as const)('%s', ([, report, color]) => {
    expect(JSON.parse(writeBadge(report()))).toMatchObject({ schemaVersion: 1, color });
  });

  test('counts the rules that passed among those that were tested', () => {
    const count = (wanted: string) => passing.rules.filter(({ status }) => status === wanted).length;
    const { message } = JSON.parse(writeBadge(passing));
    expect(message).toBe(`${count('passed')} of ${passing.rules.length - count('unproven')} rules`);
  });
});
