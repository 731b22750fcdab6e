import { isObject } from '../../contract/schema.ts';
import { Cursor, failures, jsonBody, type Node, quote, type Rule } from '../cursor.ts';

/** One requirement: the property it is about, whether it is met, and the message if not. */
type Check = [property: string, isMet: boolean, message: string];

const known = ['fault', 'retryable', 'cause', 'status', 'statusInferred'];

/**
 * The example of an error has in `x-error` whose fault it is, whether to retry, and why a server returns it.
 * Its status is that of the response; only under `default` is it in `x-error`.
 *
 * @param options `causes`: the allowed causes
 */
export const anErrorSaysHowToHandleIt: Rule = ({ causes }) => ({
  Operation: {
    leave(operation, context) {
      for (const [status, response] of failures(new Cursor(context, operation))) {
        for (const [, reference] of jsonBody(response)?.get('examples')?.entries() ?? []) {
          const example = reference.follow();
          if (example) problems(example, status, causes).forEach(context.report);
        }
      }
    },
  },
});

function problems({ node, location }: Cursor, status: string, causes: string[]) {
  const error = node['x-error'];
  if (!isObject(error)) return [{ message: 'The example of an error needs `x-error`.', location }];
  const place = location.child('x-error');
  return checks(error, status, causes)
    .filter(([, isMet]) => !isMet)
    .map(([property, , message]) => ({
      message,
      location: property in error ? place.child(property) : place.key(),
    }));
}

function checks(error: Node, status: string, causes: string[]): Check[] {
  const { retryable, cause } = error;
  const unknown = Object.keys(error).filter((property) => !known.includes(property));
  return [
    ...unknown.map((property): Check => [property, false, `\`x-error\` has only ${quote(known)}.`]),
    ['retryable', typeof retryable === 'boolean', '`retryable` must be true or false.'],
    [
      'cause',
      !('cause' in error) || causes.includes(String(cause)),
      `\`cause\` must be one of ${quote(causes)}.`,
    ],
    ...(status === 'default' ? commonChecks(error) : modelledChecks(error, status)),
  ];
}

function commonChecks(error: Node): Check[] {
  const { status, statusInferred = true } = error;
  return [
    ['status', isErrorStatus(Number(status)), 'Under `default`, `status` must be a number from 400 to 599.'],
    ['statusInferred', statusInferred === true, '`statusInferred` must be true or absent.'],
    faultCheck(error, Number(status)),
  ];
}

function modelledChecks(error: Node, status: string): Check[] {
  const message = `is only allowed under \`default\`; here the status is ${status}.`;
  return [
    ['status', !('status' in error), `\`status\` ${message}`],
    ['statusInferred', !('statusInferred' in error), `\`statusInferred\` ${message}`],
    faultCheck(error, Number(status)),
  ];
}

function faultCheck({ fault }: Node, code: number): Check {
  const side = code >= 500 ? 'server' : 'client';
  return [
    'fault',
    fault === side || !isErrorStatus(code),
    `\`fault\` must be ${side} for the status ${code}.`,
  ];
}

function isErrorStatus(code: number): boolean {
  return code >= 400 && code <= 599;
}
