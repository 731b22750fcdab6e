import { afterEach, expect, test, vi } from 'vitest';
import type { SigningRequest } from '../../../scripts/runtime/sign.ts';
import { credentials } from '../harness.ts';
import { createSigner } from '../platform.ts';

const now = new Date('2026-11-22T12:00:00Z');
const request: SigningRequest = {
  ...{ method: 'POST', url: 'https://host.example/', headers: {}, body: '{}', date: now },
  ...{ region: 'us-east-1', service: 'imagebuilder' },
};
const minutes = (count: number) => new Date(Date.now() + count * 60_000);
afterEach(() => {
  vi.useRealTimers();
});

test('the provider is called once, also for concurrent requests', async () => {
  const provider = vi.fn(async () => credentials);
  const sign = createSigner(provider);
  await Promise.all([sign(request), sign(request), sign(request)]);
  await sign(request);
  expect(provider).toHaveBeenCalledTimes(1);
});

test('the provider is called again shortly before the credentials expire', async () => {
  vi.useFakeTimers({ now });
  const provider = vi
    .fn()
    .mockResolvedValueOnce({ ...credentials, expiration: minutes(60) })
    .mockResolvedValueOnce({ ...credentials, accessKeyId: 'AKIDSECOND', expiration: minutes(120) });
  const sign = createSigner(provider);
  await sign(request);
  vi.setSystemTime(minutes(54));
  await sign(request);
  expect(provider).toHaveBeenCalledTimes(1);
  vi.setSystemTime(minutes(2));
  const [one, two] = await Promise.all([sign(request), sign(request)]);
  expect(provider).toHaveBeenCalledTimes(2);
  expect(one!['authorization']).toContain('AKIDSECOND');
  expect(two).toEqual(one);
});

test('credentials are used until they expire when the provider fails in the meantime', async () => {
  vi.useFakeTimers({ now });
  const provider = vi
    .fn()
    .mockResolvedValueOnce({ ...credentials, expiration: minutes(4) })
    .mockRejectedValue(new Error('provider down'));
  const sign = createSigner(provider);
  await sign(request);
  expect((await sign(request))['authorization']).toContain(credentials.accessKeyId);
  vi.setSystemTime(minutes(5));
  await expect(sign(request)).rejects.toThrow('provider down');
});

test.for([
  ['by rejecting', () => Promise.reject(new Error('not yet'))],
  [
    'by throwing',
    () => {
      throw new Error('not yet');
    },
  ],
] as const)('the provider is called again after it failed %s', async ([, fail]) => {
  const provider = vi.fn().mockImplementationOnce(fail).mockResolvedValueOnce(credentials);
  const sign = createSigner(provider);
  await expect(sign(request)).rejects.toThrow('not yet');
  await expect(sign(request)).resolves.toHaveProperty('authorization');
});

test.for([
  ['accessKeyId', undefined],
  ['accessKeyId', 'AKID\nEXAMPLE'],
  ['secretAccessKey', ''],
  ['sessionToken', 'to\nken'],
  ['sessionToken', 'tökén'],
])('credentials with the %s %j are refused without repeating it', async ([name, value]) => {
  const sign = createSigner({ ...credentials, [name!]: value });
  const message = `the ${name} of the credentials must be printable ASCII characters`;
  await expect(sign(request)).rejects.toThrow(new Error(message));
});
