/** A source of pseudo-random numbers that repeat with the same seed. */
export interface Random {
  /** The next number, at least 0 and less than 1. */
  next(): number;
  /** The next integer, at least 0 and less than `below`. */
  below(below: number): number;
}

/** Makes a source of pseudo-random numbers with the mulberry32 algorithm. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return { next, below: (below) => Math.floor(next() * below) };
}
