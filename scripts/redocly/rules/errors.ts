import { isObject } from '../../contract/schema.ts';
import {
  type Context,
  type Cursor,
  failures,
  jsonBody,
  type Location,
  type Node,
  quote,
  type Rule,
  visitOperations,
} from '../cursor.ts';

/** One requirement: the property it is about, whether it is met, and the message if not. */
type Check = [property: string, isMet: boolean, message: string];

const known = ['fault', 'retryable', 'cause', 'status', 'statusInferred'];

/**
 * The example of an error has in `x-error` whose fault it is, whether to retry, and why a server returns it.
 * Its status is that of the response; only under `default` is it in `x-error`.
 *
 * @param options `causes`: the allowed causes
 */
export const anErrorSaysHowToHandleIt: Rule = ({ causes }) =>
  visitOperations((operation, context) => {
    for (const [status, response] of failures(operation)) {
      for (const [, reference] of jsonBody(response)?.get('examples')?.entries() ?? []) {
        const example = reference.follow();
        if (example) problems(example, status, causes).forEach(context.report);
      }
    }
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

/** A server picks the error to return by its `cause`, so each operation needs one for the causes that can occur. */
export const anOperationHasTheErrorsThatAServerRaises: Rule = () =>
  visitOperations((operation, context) => {
    const needed = ['constraint', ...('x-paginated' in operation.node ? ['pagination-token'] : [])];
    const causes = causesOf(operation);
    for (const cause of needed.filter((cause) => !causes.includes(cause))) {
      const message = `No error of the operation has the \`cause\` ${cause} in its \`x-error\`.`;
      context.report({ message, location: context.location.child('responses').key() });
    }
  });

function causesOf(operation: Cursor): unknown[] {
  const examples = failures(operation).flatMap(([, response]) => {
    return jsonBody(response)?.get('examples')?.entries() ?? [];
  });
  return examples.map(([, example]) => {
    const error = example.follow()?.node['x-error'];
    return isObject(error) ? error['cause'] : undefined;
  });
}

interface KnownErrors {
  names: unknown[];
  location: Location;
}

/**
 * The error names in a response's header are the errors that the response has an example of.
 *
 * @param options `header`: the header with the name of the error
 */
export const theErrorHeaderListsTheErrorsOfItsResponse: Rule = ({ header }) =>
  visitOperations((operation, context) => {
    for (const [status, response] of failures(operation)) {
      const examples = jsonBody(response)?.get('examples');
      const known = knownErrors(response, header);
      if (examples && known) compare(context, status, known, examples);
      else {
        const message = `The response ${status} must list its errors: as \`x-extensible-enum\` of the header ${header}, and as examples.`;
        context.report({ message, location: response.location });
      }
    }
  });

/** The list is beside the reference of the header's schema or behind it. */
function knownErrors(response: Cursor, header: string): KnownErrors | undefined {
  const headers = response.get('headers')?.entries() ?? [];
  const [, found] = headers.find(([key]) => key.toLowerCase() === header.toLowerCase()) ?? [];
  const schema = found?.get('schema');
  const owner = schema && 'x-extensible-enum' in schema.node ? schema : schema?.follow();
  const names = owner?.node['x-extensible-enum'];
  return owner && Array.isArray(names)
    ? { names, location: owner.location.child('x-extensible-enum') }
    : undefined;
}

function compare(context: Context, status: string, { names, location }: KnownErrors, examples: Cursor): void {
  for (const [index, name] of names.entries()) {
    if (Object.hasOwn(examples.node, String(name))) continue;
    const message = `The header lists \`${name}\`, but the response ${status} has no example of it.`;
    context.report({ message, location: location.child(index) });
  }
  for (const name of Object.keys(examples.node).filter((key) => !names.includes(key))) {
    const message = `The response ${status} has an example of \`${name}\`, which its header does not list.`;
    context.report({ message, location: examples.location.child(name).key() });
  }
}
