import type { Difference } from './compare.ts';
import type { MessageKind } from './witness.ts';

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
type Effects = Partial<Record<Break['who'], string>>;

const otherBehaviour = 'the mock no longer behaves like the service';
const outdated: Effects = { mocks: 'the mock returns responses that the service no longer returns' };

/** What breaks when values are allowed that were not, and the reverse. */
const effectsOnValues: Record<MessageKind, { wider: Effects; narrower: Effects }> = {
  request: {
    wider: { validators: 'valid requests are rejected', mocks: 'valid requests are rejected' },
    narrower: {
      senders: 'requests that were valid are rejected',
      validators: 'requests that the service rejects pass',
      mocks: 'requests that the service rejects succeed',
    },
  },
  response: {
    wider: {
      readers: 'values arrive that were impossible before',
      validators: 'valid responses are rejected',
    },
    narrower: outdated,
  },
};

/** Responses are open: a new property, required or not, surprises only strict validation. */
const effectsOfResponseProperty: Record<Difference['direction'], Effects> = {
  wider: { validators: 'strict validation rejects the new property' },
  other: { validators: 'strict validation rejects the new property' },
  narrower: { readers: 'the property is no longer returned', mocks: 'the mock still returns the property' },
};

/** Lists what a difference breaks: what used to work and fails now, or gives a wrong result. */
export function listBreaks(difference: Facts): Break[] {
  const breaks = listEffects(difference).flatMap((effects) =>
    Object.entries(effects).map(([who, how]) => ({ who: who as Break['who'], how })),
  );
  return [...new Map(breaks.map((entry) => [`${entry.who} ${entry.how}`, entry])).values()];
}

function listEffects(difference: Facts): Effects[] {
  const { kind, fact, direction, positions } = difference;
  if (kind === 'name' || kind === 'known values') return [];
  if (fact === 'error') return direction === 'wider' ? [] : [outdated];
  if (kind === 'error' || fact === 'status') {
    return [{ readers: `code that reads the ${fact} misbehaves`, mocks: otherBehaviour }];
  }
  if (['constraint', 'property', 'required'].includes(kind) || fact === 'type') {
    return positions.flatMap((position) => effectsAt(position, difference));
  }
  const isAddition = direction === 'wider' && kind !== 'binding' && kind !== 'paginator';
  return isAddition ? [] : [{ senders: 'requests written for the old model fail', mocks: otherBehaviour }];
}

function effectsAt(position: MessageKind, { kind, direction }: Facts): Effects[] {
  if (position === 'response' && kind === 'property') return [effectsOfResponseProperty[direction]];
  const { wider, narrower } = effectsOnValues[position];
  if (direction === 'narrower') return [narrower];
  const absent = position === 'response' && kind === 'required' && { readers: 'the property can be absent' };
  return [{ ...wider, ...absent }, ...(direction === 'other' ? [narrower] : [])];
}
