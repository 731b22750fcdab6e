import { expect, test } from 'vitest';
import { clientOf, errorOf, reply, serve } from '../harness.ts';

const page = { findings: Array.from({ length: 60 }, () => ({ severity: 'HIGH' })) };

test('a request that a later revision permits is refused with the revision to set', async () => {
  const server = await serve(reply(200, {}));
  const error = await errorOf(clientOf(server, { validate: true }).listImageScanFindings({ maxResults: 60 }));
  expect(error.name).toBe('RequestValidationError');
  expect(error.reason).toContain("; allowed since 2026-11-11: set revision to '2026-11-11'");
  expect(server.received).toEqual([]);
});

test('a response that a later revision permits is refused with the revision to set', async () => {
  const server = await serve(reply(200, page));
  const error = await errorOf(clientOf(server, { validate: true }).listImageScanFindings());
  expect(error.name).toBe('ResponseValidationError');
  expect(error.reason).toContain("; allowed since 2026-11-11: set revision to '2026-11-11'");
});

test('a violation that no revision permits gets no such hint', async () => {
  const server = await serve(reply(200, {}));
  const error = await errorOf(
    clientOf(server, { validate: true }).listImageScanFindings({ maxResults: 101 }),
  );
  expect(error.reason).not.toContain('allowed since');
});

test.for(['2026-11-11', 'latest'])(
  'with the revision %s a page of 60 findings is valid',
  async (revision) => {
    const server = await serve(reply(200, page));
    const client = clientOf(server, { validate: true, revision });
    expect(await client.listImageScanFindings({ maxResults: 60 })).toEqual(page);
  },
);

test('an unknown revision is refused with those that exist', async () => {
  const server = await serve(reply(200, {}));
  const client = clientOf(server, { validate: true, revision: '2026-11-12' });
  await expect(client.listImageScanFindings()).rejects.toThrow(
    new TypeError('`revision` must be one of base, 2026-11-11, latest'),
  );
  expect(server.received).toEqual([]);
});
