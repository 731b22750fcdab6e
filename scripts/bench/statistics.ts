/**
 * Finds the middle of some values.
 *
 * @param values at least one
 * @returns the upper one of the two in the middle, when their number is even
 */
export function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/**
 * Compares round with round: what slows the machine down for a while slows down both.
 *
 * @param times one time for each round
 * @param others the times of something else in the same rounds
 * @returns the median of the quotients
 */
export function ratio(times: number[], others: number[]): number {
  return median(times.map((time, round) => time / others[round]!));
}
