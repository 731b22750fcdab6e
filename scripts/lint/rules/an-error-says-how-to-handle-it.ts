import { failures, jsonBody } from './messages.ts';
import { descend, follow, isObject, members, type Place, quote } from './places.ts';
import type { Node, Rule } from './redocly.ts';

/** What may stand in `x-error`, before it is known to be well-formed. */
interface ErrorFacts extends Node {
  fault?: unknown;
  retryable?: unknown;
  cause?: unknown;
  status?: unknown;
  statusInferred?: unknown;
}

/** One thing that has to hold: the member it is about, whether it holds, and what to say when it does not. */
type Check = [member: string, holds: boolean, message: string];

const known = ['fault', 'retryable', 'cause', 'status', 'statusInferred'];

/**
 * The example of an error tells in `x-error` whose fault it is, whether to retry, and what makes a server raise it.
 * Its status is the response's own, and stands in `x-error` only under `default`.
 *
 * @param options `causes`: the words that a cause is told in
 */
export const anErrorSaysHowToHandleIt: Rule = ({ causes }) => ({
  Operation: {
    leave(operation, context) {
      for (const [status, response] of failures(context, { node: operation, location: context.location })) {
        const body = jsonBody(context, response);
        for (const [, reference] of members(body && descend(context, body, 'examples'))) {
          const example = follow(context, reference);
          if (example) for (const problem of problems(example, status, causes)) context.report(problem);
        }
      }
    },
  },
});

function problems({ node, location }: Place, status: string, causes: string[]) {
  const error = node['x-error'];
  if (!isObject(error)) return [{ message: 'The example of an error needs `x-error`.', location }];
  const place = location.child('x-error');
  return checks(error, status, causes)
    .filter(([, holds]) => !holds)
    .map(([member, , message]) => ({
      message,
      location: member in error ? place.child(member) : place.key(),
    }));
}

function checks(error: ErrorFacts, status: string, causes: string[]): Check[] {
  const unknown = Object.keys(error).filter((member) => !known.includes(member));
  return [
    ...unknown.map((member): Check => [member, false, `\`x-error\` has only ${quote(known)}.`]),
    ['retryable', typeof error.retryable === 'boolean', '`retryable` is true or false.'],
    [
      'cause',
      !('cause' in error) || causes.includes(String(error.cause)),
      `\`cause\` is one of ${quote(causes)}.`,
    ],
    ...(status === 'default' ? commonChecks(error) : modelledChecks(error, status)),
  ];
}

function commonChecks(error: ErrorFacts): Check[] {
  const code = Number(error.status);
  return [
    ['status', isErrorStatus(code), 'Under `default`, `status` is a number from 400 to 599.'],
    [
      'statusInferred',
      [undefined, true].includes(error.statusInferred as undefined),
      '`statusInferred` is true, or absent.',
    ],
    faultCheck(error, code),
  ];
}

function modelledChecks(error: ErrorFacts, status: string): Check[] {
  const message = `stands only under \`default\`; here the status is ${status}.`;
  return [
    ['status', !('status' in error), `\`status\` ${message}`],
    ['statusInferred', !('statusInferred' in error), `\`statusInferred\` ${message}`],
    faultCheck(error, Number(status)),
  ];
}

function faultCheck({ fault }: ErrorFacts, code: number): Check {
  const side = code >= 500 ? 'server' : 'client';
  const holds = fault === side || !isErrorStatus(code);
  return ['fault', holds, `\`fault\` is ${side} for the status ${code}.`];
}

function isErrorStatus(code: number): boolean {
  return code >= 400 && code <= 599;
}
