import { expect, onTestFinished, test, vi } from 'vitest';
import { createMock, type MockOptions } from '../../scripts/mock/create-mock.ts';
import { requirePrism } from '../../scripts/mock/prism.ts';

test.each([
  [{ latencyy: 5 }, 'latencyy is not an option; did you mean latency?'],
  [{ items: [] }, 'items is not an option; the options are count, seed,'],
  [{ faults: { ThrottlingException: 2 } }, 'faults must be an array, is an object with 1 property'],
  [
    { faults: ['ThrottlingException:2'] },
    'faults[0] must be an object with error, times or rate, is "ThrottlingException:2"',
  ],
  [{ port: '80' }, 'port must be an integer from 0 to 65535, is "80"'],
  [{ count: -1 }, 'count must be an integer from 0 to 1000000, is -1'],
  [
    { data: 'page.json' },
    'data must be an array of items or pages, or an object with such arrays by operation, is "page.json"',
  ],
  [{ pages: 'short' }, 'pages must be full or sparse, is "short"'],
  [{ rateLimit: 0 }, 'rateLimit must be a number greater than 0, is 0'],
  [{ region: 'Frankfurt' }, 'region must be a region such as eu-west-1, is "Frankfurt"'],
  [{ account: 123456789012 }, 'account must have 12 digits, is 123456789012'],
  [{ allowHosts: 'mock' }, 'allowHosts must be an array, is "mock"'],
  [{ control: 'off' }, 'control must be true or false, is "off"'],
] as const)('createMock(%j) is refused with the reason', async (options, message) => {
  const refusal = await createMock(options as unknown as MockOptions).catch((error: Error) => error);
  expect(refusal).toBeInstanceOf(TypeError);
  expect((refusal as Error).message).toContain(message);
});

test('createMock does not repeat a secret in the message about it', async () => {
  const options = { verifySignatures: 'AKIA:secret' as never };
  const refusal = await createMock(options).catch((error: Error) => error.message);
  expect(refusal).toBe('verifySignatures must be an object with accessKeyId and secretAccessKey');
});

test('createMock ignores an option that is undefined', async () => {
  const mock = await createMock({ latency: undefined as never, port: 0 });
  await mock.close();
});

test.each([
  ['20.20.2', 1],
  ['22.12.0', 1],
  ['24.17.0', 1],
  ['24.18.0', 0],
  ['26.1.0', 0],
])('on Node %s the mock warns %i times about the versions that Prism supports', (version, times) => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  requirePrism(version);
  const warning = `Prism, which the mock uses, supports Node 24.18 and newer; this is Node ${version}`;
  expect(warn.mock.calls).toEqual(Array(times).fill([warning]));
});
