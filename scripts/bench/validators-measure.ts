const roundMilliseconds = 15;

/** Work that is measured again and again. */
export interface Measurable {
  /** Microseconds per input, one entry for each round that counted. */
  times: number[];
  run(counts: boolean): void;
}

/**
 * Makes work measurable.
 *
 * @param inputs what to work on, in turn
 * @param work what to measure
 * @returns the work; every `run` of it takes some milliseconds
 */
export function measurable<Input>(inputs: Input[], work: (input: Input) => unknown): Measurable {
  const times: number[] = [];
  const run = (counts: boolean) => {
    const start = performance.now();
    let worked = 0;
    let elapsed = 0;
    while (elapsed < roundMilliseconds) {
      for (const input of inputs) work(input);
      worked += inputs.length;
      elapsed = performance.now() - start;
    }
    if (counts) times.push((elapsed * 1000) / worked);
  };
  return { times, run };
}
