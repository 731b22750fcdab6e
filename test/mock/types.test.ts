import { expectTypeOf, test } from 'vitest';
import type { ImageScanFinding, ListImageScanFindingsResponse } from '../../generated/types.ts';
import type {
  MockData,
  MockFault,
  MockOptions,
  MockResponse,
  MockState,
} from '../../scripts/mock/create-mock.ts';

// The compiler checks these, in `npm run typecheck`.

test('data are what the operation lists, or its responses', () => {
  type ByOperation = Exclude<MockData, readonly object[]>;
  expectTypeOf<Required<ByOperation>['ListImageScanFindings']>().toEqualTypeOf<
    readonly (ImageScanFinding | ListImageScanFindingsResponse)[]
  >();
});

test('data do not have properties that the contract does not have', () => {
  // @ts-expect-error: `sevrity` is a typo
  expectTypeOf([{ sevrity: 'HIGH' }]).toExtend<MockOptions['data']>();
});

test('a state is what a mock can start with', () => {
  expectTypeOf<MockState>().toExtend<MockOptions>();
});

test('a fault has a number of times or a rate', () => {
  expectTypeOf({ error: 'ThrottlingException', times: 2 }).toExtend<MockFault>();
  // @ts-expect-error: it has both
  expectTypeOf({ error: 'ThrottlingException', times: 2, rate: 0.1 }).toExtend<MockFault>();
});

test('what a response is for are properties of a request, or null', () => {
  expectTypeOf({ nextToken: null, maxResults: 5 }).toExtend<MockResponse['when']>();
  // @ts-expect-error: a page has no text as its size
  expectTypeOf({ maxResults: '5' }).toExtend<MockResponse['when']>();
});
