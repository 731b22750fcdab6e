/**
 * Finds the next larger number that a double can hold.
 *
 * @param number a finite number
 * @returns the number after it; after the largest one, infinity
 */
export function nextUp(number: number): number {
  if (number === 0) return Number.MIN_VALUE;
  const [double, bits] = doubleAndBits(number);
  bits[0]! += number > 0 ? 1n : -1n;
  return double[0]!;
}

/**
 * Finds the next smaller number that a double can hold.
 *
 * @param number a finite number
 * @returns the number before it; before the smallest one, minus infinity
 */
export function nextDown(number: number): number {
  return -nextUp(-number);
}

function doubleAndBits(number: number): [Float64Array, BigInt64Array] {
  const double = new Float64Array([number]);
  return [double, new BigInt64Array(double.buffer)];
}
