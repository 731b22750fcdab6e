import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ConformanceReport } from '../../scripts/conform/index.ts';
import { describeConformance } from '../../scripts/conform/index.ts';
import { formats } from '../../scripts/conform/report.ts';
import { close, listen } from '../../scripts/listen.ts';
import { operation } from '../mock/harness.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startServer } from '../support/server.ts';
import { conform, credentials, failures, findRule } from './support.ts';

// Nobody waits for a server that refuses every request as too fast.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

const rate = operation.errors.find(({ cause }) => cause === 'rate')!;
const { items, outputToken } = operation.paginated!;

/** Serves an empty object, but something else to some requests: by default those that are sent as text/plain. */
async function serve(
  instead: (request: IncomingMessage, response: ServerResponse) => void,
  isSome = (request: IncomingMessage) => request.headers['content-type'] === 'text/plain',
): Promise<string> {
  const { url } = await startServer((request, response) => {
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      if (isSome(request)) instead(request, response);
      else response.end('{}');
    });
  });
  return url;
}

const always = () => true;

/** Why the request as text/plain failed. */
async function reasonOf(report: Promise<ConformanceReport>): Promise<string | undefined> {
  const reasons = failures(await report)['content-type'];
  return reasons?.find((reason) => reason.includes('text/plain'));
}

describe('a request fails its rule alone if the response', () => {
  test('has an endless body', async () => {
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(1024 * 1024, ' ');
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', write);
      write();
    });
    const reason = await reasonOf(conform(url, { only: ['content-type'] }));
    expect(reason).toMatch(/ \(the body is larger than 16 MiB\)$/);
  });

  test('is nested so deep that comparing it would exhaust the stack', async () => {
    const deep = `{"${items}":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`;
    const url = await serve((_, response) => void response.end(deep));
    const reason = await reasonOf(conform(url, { only: ['content-type'] }));
    expect(reason).toMatch(/: the body is nested more than 200 levels deep$/);
  });

  test('switches to another protocol', async () => {
    const url = await serve(({ socket }) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n');
    });
    const reason = await reasonOf(conform(url, { only: ['content-type'] }));
    expect(reason).toMatch(/ \(the server switched to another protocol\)$/);
  });

  test('comes byte by byte and does not end', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
      setImmediate(() => vi.advanceTimersByTime(60_000));
    });
    const reason = await reasonOf(conform(url, { only: ['content-type'] }));
    expect(reason).toMatch(/ \(no end within \d+ s\)$/);
  });
});

function refuse(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(rate.status, { 'x-amzn-errortype': rate.name }).end('{}');
}

describe('a server that from now on refuses every request as too fast', () => {
  test('leaves the other rules unproven, and is not waited for again', async () => {
    let requests = 0;
    const url = await serve(refuse, () => ++requests > 20);
    const report = await conform(url, { only: ['request-valid', 'body-syntax', 'signature-form'] });
    expect(findRule(report, 'signature-form')).toMatchObject({
      status: 'unproven',
      reason: expect.stringMatching(/kept refusing requests as too fast: lower --rate$/),
    });
    expect(report).toMatchObject({ complete: false, conforms: false });
    expect(report.throttled).toBeLessThan(400);
    expect(formats['pretty']!(report, { color: false })).toContain(', ended early, throttled ');
  });
});

describe('a server that from now on does not respond', () => {
  test('leaves the other rules unproven if it has ended', async () => {
    let requests = 0;
    const { url, server } = await startServer((request, response) => {
      request.resume().on('end', () => {
        if (++requests <= 20) return response.setHeader('content-type', 'application/json').end('{}');
        server.closeAllConnections();
        return server.close();
      });
    });
    const report = await conform(url, { only: ['request-valid', 'signature-cover'] });
    expect(report).toMatchObject({ complete: false, conforms: false });
    const { status, reason } = findRule(report, 'signature-cover');
    expect([status, reason]).toEqual(['unproven', expect.stringMatching(/ no longer responds$/)]);
  });

  test('is not waited for at every request if it still accepts connections', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    let requests = 0;
    const url = await serve(
      () => setImmediate(() => vi.isFakeTimers() && vi.advanceTimersByTime(60_000)),
      () => ++requests > 20,
    );
    const report = await conform(url, { only: ['request-valid', 'request-type', 'signature-cover'] });
    expect(report).toMatchObject({ complete: false, conforms: false });
    const { status, reason } = findRule(report, 'signature-cover');
    expect([status, reason]).toEqual(['unproven', expect.stringMatching(/ no longer responds$/)]);
    // Sixteen requests at a time, and three more for each to find out whether the server is gone.
    expect(requests).toBeLessThanOrEqual(20 + 16 * 4);
  });
});

test('a self-signed certificate is an error that names the way to trust it', async () => {
  const folder = await temporaryFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const files = ['-keyout', key, '-out', cert];
  const what = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'];
  await promisify(execFile)('openssl', ['req', ...what, ...files]);
  const server = createServer({ key: await readFile(key), cert: await readFile(cert) });
  const url = await listen(server, 0, 'localhost');
  onTestFinished(() => close(server, 0));
  await expect(conform(url.replace('http:', 'https:'))).rejects.toThrow(
    /\(DEPTH_ZERO_SELF_SIGNED_CERT\): set NODE_EXTRA_CA_CERTS to its certificate$/,
  );
});

test('an unproven rule fails in vitest if the run ended early', async () => {
  let requests = 0;
  const url = await serve(refuse, () => ++requests > 1);
  const tests: ((context: { skip: () => void }) => Promise<void>)[] = [];
  let defined: Promise<void> | undefined;
  describeConformance(url, {
    ...{ region: 'us-east-1', credentials, only: ['signature-form'] },
    describe: (_, define) => {
      defined = define();
    },
    test: (_, run) => tests.push(run),
  });
  await defined;
  const skip = vi.fn();
  await expect(tests[0]!({ skip })).rejects.toThrow('kept refusing requests as too fast');
  expect(skip).not.toHaveBeenCalled();
});

describe('a secret that a server quotes', () => {
  const session = { ...credentials, sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE/SESSION+TOKEN==' };
  const inBase64 = (text: string) => Buffer.from(text).toString('base64');
  const encodings: Record<string, (text: string) => string> = {
    'as it is': String,
    'with JSON escapes': (text) =>
      text.replaceAll(/\W/g, (character) => `\\u00${character.charCodeAt(0).toString(16).toUpperCase()}`),
    'with escaped slashes': (text) => text.replaceAll('/', '\\/'),
    'in a URL': encodeURIComponent,
    'in Base64': inBase64,
    'in Base64 after one character': (text) => inBase64(`:${text}:`),
    'in Base64 after two characters': (text) => inBase64(`: ${text} :`),
    'in the Base64 of URLs': (text) => Buffer.from(text).toString('base64url'),
  };
  /** Parts of the session token, and of its Base64 at each alignment, that no encoding escapes; and signatures. */
  const secrets =
    /IQoJb3JpZ2luX2VjEXAMPLE|SVFvSmIzSnBaMmx1WDJWakVYQU1QTEU|lRb0piM0pwWjJsdVgyVmpFWEFNUExF|JUW9KYjNKcFoybHVYMlZqRVhBTVBMR|\b[0-9a-f]{64}\b/;

  test.for(Object.entries(encodings))('%s is in no report', async ([, encode]) => {
    const url = await serve(({ headers }, response) => {
      const token = encode(String(headers['x-amz-security-token'] ?? 'none'));
      const signature = /Signature=(\w+)/.exec(headers.authorization ?? '')?.[1] ?? 'none';
      response.setHeader('x-amzn-requestid', `${headers['x-amz-security-token']} ${signature}`);
      response.end(
        `{"${items}":[{"severity":"${token}","title":"${signature}"}],"${outputToken}":"${token}"}`,
      );
    }, always);
    const report = await conform(url, { credentials: session });
    const texts = Object.values(formats).map((write) => write(report, { color: false }));
    expect(texts.map((text) => secrets.exec(text)?.[0])).toEqual(texts.map(() => undefined));
    expect(texts[0]).toContain('[removed]');
  });
});

describe('a token with control characters', () => {
  const token = 'a\u202eb\u009b31mc\u0007d';
  const serveToken = () =>
    serve((_, response) => {
      response.end(JSON.stringify({ [items]: [{ severity: 'HIGH' }], [outputToken]: token }));
    }, always);

  test('does not steer a terminal', async () => {
    const report = await conform(await serveToken());
    expect(formats['pretty']!(report, { color: false })).not.toMatch(/[^\P{C}\n]/u);
  });

  test('gets into a curl command that sends the same', async () => {
    const { cases } = findRule(await conform(await serveToken(), { only: ['page-end'] }), 'page-end');
    const { curl } = cases.find(({ status }) => status === 'failed')!;
    const { stdout } = await promisify(execFile)('bash', ['-c', curl!.replace('curl', "printf '%s\\n'")]);
    expect(stdout).toContain(JSON.stringify({ [outputToken]: token }).slice(1, -1));
  });
});

test('a case that read hundreds of pages has the first and the last ten in the report', async () => {
  let pages = 0;
  const url = await serve((_, response) => {
    response.end(JSON.stringify({ [items]: [{ severity: 'HIGH' }], [outputToken]: `token ${++pages}` }));
  }, always);
  const report = await conform(url, { only: ['page-size'] });
  const lengths = findRule(report, 'page-size').cases.map(({ exchanges }) => exchanges.length);
  expect(new Set(lengths)).toEqual(new Set([20]));
});
