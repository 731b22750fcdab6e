import { expect, onTestFinished, test, vi } from 'vitest';
import { createMock, type MockOptions } from '../../scripts/mock/create-mock.ts';
import { requirePrism } from '../../scripts/mock/prism.ts';

test.each([
  [{ latencyy: '5' }, 'createMock has no option latencyy; did you mean latency?'],
  [{ items: [] }, 'createMock has no option items'],
  [
    { faults: { ThrottlingException: 2 } },
    "the option faults of createMock must be an array of strings such as 'NAME:2' or 'NAME:10%', is an object with 1 property",
  ],
  [{ latency: 50 }, "the option latency of createMock must be a string such as '200' or '50-300', is 50"],
  [{ port: '80' }, 'the option port of createMock must be an integer from 0 to 65535, is "80"'],
  [{ count: -1 }, 'the option count of createMock must be an integer of at least 0, is -1'],
  [{ data: 'page.json' }, 'the option data of createMock must be an array of strings, is "page.json"'],
  [{ pages: 'short' }, "the option pages of createMock must be 'full' or 'sparse', is \"short\""],
  [{ rateLimit: 0 }, 'the option rateLimit of createMock must be a number greater than 0, is 0'],
] as const)('createMock(%j) is refused with the reason', async (options, message) => {
  await expect(createMock(options as unknown as MockOptions)).rejects.toThrow(new TypeError(message));
});

test('createMock does not repeat a secret in the message about it', async () => {
  const options = { verifySignatures: 'AKIA:secret' as never };
  const refusal = await createMock(options).catch((error: Error) => error.message);
  expect(refusal).toBe(
    'the option verifySignatures of createMock must be an object with accessKeyId and secretAccessKey',
  );
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
])('on Node %s the mock warns %i times of the versions that Prism supports', (version, times) => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  onTestFinished(() => warn.mockRestore());
  requirePrism(version);
  const warning = `Prism, which the mock uses, supports Node 24.18 and newer; this is Node ${version}`;
  expect(warn.mock.calls).toEqual(Array(times).fill([warning]));
});
