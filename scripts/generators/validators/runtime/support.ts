import type { ValidationError } from '../../../contract/validator.ts';

// What the generated code of the validators calls.

/**
 * Finds out whether a string has at least `least` surrogate pairs, which are code points of two code units.
 * A string has one code point less than code units for each of them.
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

/** Appends errors to a list in place: a copy for each schema would take quadratic time. */
export function append(errors: ValidationError[] | null, more: ValidationError[]): ValidationError[] {
  if (errors === null) return more;
  for (const error of more) errors.push(error);
  return errors;
}
