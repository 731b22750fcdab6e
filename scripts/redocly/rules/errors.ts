import type { Schema } from '../../contract/document.ts';
import { isObject } from '../../contract/schema.ts';
import { ajv, report } from '../compile.ts';
import {
  type Context,
  type Cursor,
  failures,
  jsonBody,
  type Location,
  type Node,
  type Rule,
  visitOperations,
} from '../cursor.ts';

/**
 * The example of an error says in `x-error` whose fault the error is, whether to retry, and why a server returns it.
 * Under `default`, `x-error` also has the status; other errors have the status of their response.
 *
 * @param options `causes`: the allowed causes
 */
export const anErrorSaysHowToHandleIt: Rule = ({ causes }) =>
  visitOperations((operation, context) => {
    for (const [status, { node, location }] of errorExamples(operation)) {
      const error = node['x-error'];
      if (!isObject(error)) {
        context.report({ message: 'The example of an error needs `x-error`.', location });
        continue;
      }
      const validate = ajv.compile(handlingSchema(status, error, causes));
      if (validate(error)) continue;
      const subject = `\`x-error\` of an error under ${status}: `;
      report(context, validate.errors!, location.child('x-error'), subject);
    }
  });

function handlingSchema(status: string, error: Node, causes: string[]): Schema {
  const isCommon = status === 'default';
  const code = Number(isCommon ? error['status'] : status);
  const side = code >= 500 ? 'server' : 'client';
  return {
    type: 'object',
    additionalProperties: false,
    required: ['fault', 'retryable', ...(isCommon ? ['status'] : [])],
    properties: {
      fault: { enum: code >= 400 ? [side] : ['client', 'server'] },
      retryable: { type: 'boolean' },
      cause: { enum: causes },
      ...(isCommon && {
        status: { type: 'integer', minimum: 400, maximum: 599 },
        statusInferred: { const: true },
      }),
    },
  };
}

/** Lists the examples of an operation's errors, each with the status of its response. */
function errorExamples(operation: Cursor): [status: string, example: Cursor][] {
  return failures(operation).flatMap(([status, response]) => {
    const examples = jsonBody(response)?.get('examples')?.targets() ?? [];
    return examples.map(([, example]): [string, Cursor] => [status, example]);
  });
}

/** A server picks the error to return by its `cause`, so an operation needs an error for each cause that can occur. */
export const anOperationHasTheErrorsThatAServerRaises: Rule = () =>
  visitOperations((operation, context) => {
    const needed = ['constraint', ...('x-paginated' in operation.node ? ['pagination-token'] : [])];
    const errors = errorExamples(operation).map(([, { node }]) => node['x-error']);
    for (const cause of needed) {
      if (errors.some((error) => isObject(error) && error['cause'] === cause)) continue;
      const message = `No error of the operation has the \`cause\` ${cause} in its \`x-error\`.`;
      context.report({ message, location: context.location.child('responses').key() });
    }
  });

interface KnownErrors {
  names: unknown[];
  location: Location;
}

/**
 * The header of an error response lists exactly the errors of which the response has an example.
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

/** Reads the list from the header's schema, or from next to its reference. */
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
