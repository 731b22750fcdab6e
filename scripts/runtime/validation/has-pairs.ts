/**
 * Tells whether a string has at least so many surrogate pairs: code points that take two code units.
 * A string has as many fewer code points than code units.
 *
 * @param text the string
 * @param least how many; more than none
 * @returns true as soon as they are found
 */
export function hasPairs(text: string, least: number): boolean {
  let wanted = least;
  for (let index = 1; index < text.length; index += 1) {
    if ((text.charCodeAt(index - 1) & 0xfc00) !== 0xd800 || (text.charCodeAt(index) & 0xfc00) !== 0xdc00)
      continue;
    wanted -= 1;
    if (wanted === 0) return true;
    index += 1;
  }
  return false;
}
