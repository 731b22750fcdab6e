import type { Difference } from './compare.ts';

/** What a change can break. */
export const audiences = {
  senders: 'code that sends requests',
  readers: 'code that reads responses',
  validators: 'validation with an old copy',
  mocks: 'a mock with an old copy',
} as const;

/** What a difference breaks, and how. */
export interface Break {
  who: keyof typeof audiences;
  how: string;
}

type Facts = Pick<Difference, 'kind' | 'fact' | 'direction' | 'positions'>;

const anySender: Break = { who: 'senders', how: 'requests written for the old model fail' };
const anyMock: Break = { who: 'mocks', how: 'the mock no longer behaves like the service' };
const missedByMock: Break = {
  who: 'mocks',
  how: 'the mock returns responses that the service no longer returns',
};

/** Lists what a difference breaks: what used to work and fails now, or gives a wrong result. */
export function listBreaks(difference: Facts): Break[] {
  const { kind, fact, positions } = difference;
  if (kind === 'name' || kind === 'known values') return [];
  if (kind === 'error' || fact === 'status') return breaksOfErrors(difference);
  if (
    kind === 'constraint' ||
    kind === 'property' ||
    kind === 'required' ||
    (kind === 'type' && fact === 'type')
  ) {
    return distinct(positions.flatMap((position) => breaksOfValues(difference, position)));
  }
  return difference.direction === 'wider' && kind !== 'binding' && kind !== 'paginator'
    ? []
    : [anySender, anyMock];
}

function breaksOfValues({ direction, kind }: Facts, position: 'request' | 'response'): Break[] {
  const wider = direction !== 'narrower';
  const narrower = direction !== 'wider';
  if (position === 'response' && kind === 'property') return breaksOfResponseProperty(direction);
  if (position === 'response') {
    const missing =
      kind === 'required' ? 'the property can be absent' : 'values arrive that were impossible before';
    return [
      ...(wider ? breaks({ readers: missing, validators: 'valid responses are rejected' }) : []),
      ...(narrower ? [missedByMock] : []),
    ];
  }
  return [
    ...(wider
      ? breaks({ validators: 'valid requests are rejected', mocks: 'valid requests are rejected' })
      : []),
    ...(narrower
      ? breaks({
          senders: 'requests that were valid are rejected',
          validators: 'requests that the service rejects pass',
          mocks: 'requests that the service rejects succeed',
        })
      : []),
  ];
}

/** Responses are open: a new property surprises only strict validation. */
function breaksOfResponseProperty(direction: Facts['direction']): Break[] {
  if (direction !== 'narrower') return breaks({ validators: 'strict validation rejects the new property' });
  return breaks({
    readers: 'the property is no longer returned',
    mocks: 'the mock still returns the property',
  });
}

function breaksOfErrors({ direction, fact }: Facts): Break[] {
  if (fact === 'error') return direction === 'wider' ? [] : [missedByMock];
  return breaks({ readers: `code that reads the ${fact} misbehaves`, mocks: anyMock.how });
}

function breaks(hows: Partial<Record<Break['who'], string>>): Break[] {
  return Object.entries(hows).map(([who, how]) => ({ who: who as Break['who'], how }));
}

function distinct(list: Break[]): Break[] {
  return [...new Map(list.map((entry) => [`${entry.who} ${entry.how}`, entry])).values()];
}
