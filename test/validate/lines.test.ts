import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAtLineEnds } from '../../scripts/validate/lines.ts';

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) {
    // One chunk for all, as a reader of files does it.
    yield chunk.subarray(0, bytes.copy(chunk, 0, at, at + size));
  }
}

async function cut(text: string, size: number, longest?: number): Promise<(string | number)[]> {
  const batches: (string | number)[] = [];
  for await (const batch of cutAtLineEnds(inChunks(Buffer.from(text), size), longest)) {
    batches.push('skippedBytes' in batch ? batch.skippedBytes : batch.toString());
  }
  return batches;
}

test('whatever the chunks, the batches are whole lines and together the text', async () => {
  const texts = fc.string({ unit: fc.constantFrom('a', '\n', '🛡') });
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const batches = await cut(text, size);
      expect(batches.join('')).toBe(text);
      for (const batch of batches.slice(0, -1)) expect(batch).toMatch(/\n$/);
    }),
  );
});

test('a line beyond the limit is skipped with its size, and those around it are kept', async () => {
  expect(await cut(`ab\n${'x'.repeat(50)}\ncd\n${'y'.repeat(30)}`, 8, 20)).toEqual(['ab\n', 51, 'cd\n', 30]);
});
