import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../scripts/contract/document.ts';
import { createMockHandler, OptionError } from '../../scripts/mock/create-mock.ts';
import { exampleItems } from '../../scripts/mock/generate.ts';
import { contract, operation, paginated } from './harness.ts';

const anything = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
const { inputToken, pageSize, items } = paginated;

/** A value that is right, but for one in a hundred. */
function mostly(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: right, weight: 99 }, anything);
}

/** An object that has each of the properties now and then. */
function some(properties: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  const entries = Object.entries(properties).map(([name, value]) => [name, mostly(value)]);
  return mostly(fc.record(Object.fromEntries(entries), { requiredKeys: [] }));
}

function all(properties: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> {
  return mostly(fc.record(properties));
}

const count = fc.integer({ min: 0, max: 5 });
const size = fc.integer({ min: 1, max: 5 });
const error = fc.constantFrom(...operation.errors.map(({ name }) => name));
const item = fc.constantFrom(...exampleItems(contract.document, operation));
const list = fc.array(fc.oneof(item, all({ [items]: fc.array(item) })), { maxLength: 3 });
const state = some({
  ...{ count, seed: count, rateLimit: size },
  region: fc.constantFrom('eu-west-1', 'cn-north-1'),
  account: fc.constantFrom('111122223333', '000000000000'),
  data: all({ [operation.id]: list }),
  pages: fc.constantFrom('full', 'sparse'),
  faults: fc.array(
    fc.oneof(all({ error, times: size }), all({ error, rate: fc.double({ min: 0, max: 1, noNaN: true }) })),
  ),
  latency: fc.oneof(count, all({ min: count, max: fc.integer({ min: 5, max: 9 }) })),
  responses: fc.array(
    all({
      operation: fc.constant(operation.id),
      when: some({ [inputToken]: fc.constantFrom('x', null), [pageSize]: size }),
      then: fc.oneof(all({ error }), all({ data: list })),
    }),
    { maxLength: 2 },
  ),
});

test('any JSON is refused, or a state in which another mock can be put', async () => {
  let taken = 0;
  const [one, other] = [await createMockHandler(), await createMockHandler()];
  fc.assert(
    fc.property(state, (document) => {
      const before = JSON.stringify(one.state());
      try {
        one.setState(document as never);
      } catch (error) {
        expect(error).toBeInstanceOf(OptionError);
        expect(JSON.stringify(one.state())).toBe(before);
        return;
      }
      taken += 1;
      // As JSON, which has one zero.
      const sent = JSON.parse(JSON.stringify(one.state()));
      other.setState(sent);
      expect(other.state()).toEqual(sent);
    }),
    { numRuns: 1000 },
  );
  // Neither is rare.
  expect(taken).toBeGreaterThan(200);
  expect(taken).toBeLessThan(900);
});
