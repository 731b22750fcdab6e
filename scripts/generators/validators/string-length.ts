import { _, type Code, Name } from 'ajv/dist/2020.js';

const hasPairs = new Name('hasPairs');

/** Imports, in code with such conditions, what they call. */
export const importHasPairs = 'import { hasPairs } from "runtime/has-pairs.ts";\n';

/**
 * Writes the condition under which a string keeps a bound of its length in code points.
 *
 * A string has at most as many code points as code units and at least half as many, so most need no count.
 *
 * @param keyword `minLength` or `maxLength`
 * @param limit the bound
 * @param text code that yields the string
 * @returns code that yields a boolean
 */
export function writeLengthCondition(keyword: string, limit: number, text: Code): Code {
  const length = _`${text}.length`;
  if (keyword === 'maxLength') {
    return _`(${length} <= ${limit} || (${length} <= ${2 * limit} && ${hasPairs}(${text}, ${length} - ${limit})))`;
  }
  if (limit < 2) return _`${length} >= ${limit}`;
  const surely = _`${length} >= ${2 * limit - 1}`;
  return _`(${length} >= ${limit} && (${surely} || !${hasPairs}(${text}, ${length} - ${limit - 1})))`;
}
