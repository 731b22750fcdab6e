import type { Difference } from './compare.ts';

/** The people whom a change can break. */
export const audiences = {
  senders: 'who sends requests',
  readers: 'who reads responses',
  validators: 'who validates with an old copy',
  mocks: 'who mocks with an old copy',
} as const;

/** Someone whom a difference breaks, and how. */
export interface Break {
  who: keyof typeof audiences;
  how: string;
}

type Facts = Pick<Difference, 'kind' | 'fact' | 'direction' | 'positions'>;

const anySender: Break = { who: 'senders', how: 'requests made the old way fail' };
const anyMock: Break = { who: 'mocks', how: 'the mock no longer behaves like the service' };
const missedByMock: Break = {
  who: 'mocks',
  how: 'the mock sends responses that the service no longer sends',
};

/** Lists whom a difference breaks: those for whom something that worked fails, or who are told something false. */
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
    const missing = kind === 'required' ? 'the property can be absent' : 'values come that never came before';
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
  return breaks({ readers: 'the property no longer comes', mocks: 'the mock still sends the property' });
}

function breaksOfErrors({ direction, fact }: Facts): Break[] {
  if (fact === 'error') return direction === 'wider' ? [] : [missedByMock];
  return breaks({ readers: `code that reads the ${fact} takes the wrong branch`, mocks: anyMock.how });
}

function breaks(hows: Partial<Record<Break['who'], string>>): Break[] {
  return Object.entries(hows).map(([who, how]) => ({ who: who as Break['who'], how }));
}

function distinct(list: Break[]): Break[] {
  return [...new Map(list.map((entry) => [`${entry.who} ${entry.how}`, entry])).values()];
}
