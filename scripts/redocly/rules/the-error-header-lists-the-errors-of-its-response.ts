import { type Context, Cursor, failures, jsonBody, type Location, type Rule } from '../cursor.ts';

interface KnownErrors {
  names: unknown[];
  location: Location;
}

/**
 * The error names in a response's header are the errors that the response has an example of.
 *
 * @param options `header`: the header with the name of the error
 */
export const theErrorHeaderListsTheErrorsOfItsResponse: Rule = ({ header }) => ({
  Operation: {
    leave(operation, context) {
      for (const [status, response] of failures(new Cursor(context, operation))) {
        const examples = jsonBody(response)?.get('examples');
        const known = knownErrors(response, header);
        if (examples && known) compare(context, status, known, examples);
        else {
          const message = `The response ${status} must list its errors: as \`x-extensible-enum\` of the header ${header}, and as examples.`;
          context.report({ message, location: response.location });
        }
      }
    },
  },
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
