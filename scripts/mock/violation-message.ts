import { at, parsePointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operations.ts';
import type { ReceivedRequest } from './answer.ts';
import type { Violation } from './engine.ts';
import type { Examined } from './examine.ts';
import { readUrlMembers } from './url-members.ts';

const mostReported = 5;
const longestValue = 80;

/**
 * Words what Prism found wrong: for each fault the member, its value and the rule that it breaks.
 *
 * @param request the request
 * @param examined what is known of it, with at least one violation of a constraint
 * @returns one sentence per fault, of which the first five are told
 */
export function wordViolations(
  request: ReceivedRequest,
  { operation, violations, value: body }: Examined,
): string {
  const urlMembers = readUrlMembers(operation, request);
  const told = violations.slice(0, mostReported).map((violation) => {
    const inUrl = violation.path?.[0] === 'query' || violation.path?.[0] === 'path';
    return inUrl ? wordInUrl(operation, urlMembers, violation) : wordInBody(body, violation);
  });
  const untold = violations.length - told.length;
  return `${told.join('; ')}${untold > 0 ? `; and ${untold} more` : ''}.`;
}

function wordInBody(body: unknown, { message, path: [place, ...path] = [] }: Violation): string {
  const rule = message.replace(/^Request body (property \S+ )?/, '');
  if (place !== 'body') return rule;
  // Prism splits a JSON Pointer and leaves its segments escaped.
  const pointer = path.map((segment) => `/${segment}`).join('');
  const value = at(body, pointer);
  const member = parsePointer(pointer).join('.');
  return member === '' ? `The request ${rule}` : `${member} is ${preview(value)} but ${rule}`;
}

/** Prism has the names of parameters in lower case. */
function wordInUrl(
  { parameters }: Operation,
  urlMembers: Record<string, string | string[]>,
  { message, path: [place, lowerName, ...path] = [] }: Violation,
): string {
  const rule = message.replace(/^Request \w+ (parameter \S+ )?/, '');
  const realName = (name: string) =>
    parameters.find((parameter) => parameter.name.toLowerCase() === name)?.name ?? name;
  if (lowerName === undefined) {
    return `The ${place} ${rule.replace(/'(.+)'/, (_, name: string) => `'${realName(name)}'`)}`;
  }
  const name = realName(lowerName);
  const value = path.length > 0 ? [urlMembers[name]].flat()[Number(path[0])] : urlMembers[name];
  return `${[name, ...path].join('.')} is ${preview(value)} but ${rule}`;
}

function preview(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
