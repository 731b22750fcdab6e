import type { Json } from '../contract/document.ts';
import { parsePointer } from '../contract/json-pointer.ts';
import { at } from '../contract/shape.ts';
import type { Violation } from './engine.ts';

const mostReported = 5;
const longestValue = 80;

/**
 * Words what Prism found wrong: for each fault the member, its value and the rule that it breaks.
 *
 * @param violations at least one violation of a constraint
 * @param body the request's body
 * @returns one sentence per fault, of which the first five are told
 */
export function wordViolations(violations: Violation[], body: Json | undefined): string {
  const told = violations.slice(0, mostReported).map((violation) => wordOne(violation, body));
  const untold = violations.length - told.length;
  return `${told.join('; ')}${untold > 0 ? `; and ${untold} more` : ''}.`;
}

function wordOne(violation: Violation, body: Json | undefined): string {
  const [place, ...path] = violation.path ?? [];
  const rule = violation.message.replace(/^Request body (property \S+ )?/, '');
  if (place !== 'body') return rule;
  // Prism splits a JSON Pointer and leaves its segments escaped.
  const pointer = path.map((segment) => `/${segment}`).join('');
  const value = at(body, pointer);
  const member = parsePointer(pointer).join('.');
  return member === '' ? `The request ${rule}` : `${member} is ${preview(value)} but ${rule}`;
}

function preview(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
