import { failures, jsonBody } from './messages.ts';
import { descend, follow, members, type Place } from './places.ts';
import type { Context, Rule } from './redocly.ts';

/**
 * The errors that a response's header knows are the errors that the response has an example of.
 *
 * @param options `header`: the name of the header that carries the error's type
 */
export const theErrorHeaderListsTheErrorsOfItsResponse: Rule = ({ header }) => ({
  Operation: {
    leave(operation, context) {
      for (const [status, response] of failures(context, { node: operation, location: context.location })) {
        const body = jsonBody(context, response);
        const examples = body && descend(context, body, 'examples');
        const known = knownValues(context, headerSchema(context, response, header));
        if (examples && known) compare(context, status, known, examples);
        else {
          const message = `The response ${status} is to list its errors: as \`x-extensible-enum\` of the header ${header}, and as examples.`;
          context.report({ message, location: response.location });
        }
      }
    },
  },
});

function headerSchema(context: Context, response: Place, name: string): Place | undefined {
  const headers = members(descend(context, response, 'headers'));
  const header = headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  return header && descend(context, header, 'schema');
}

/** Takes the known values of a schema from beside its reference or from behind it. */
function knownValues(context: Context, schema: Place | undefined): Place<unknown[]> | undefined {
  const owner = schema && 'x-extensible-enum' in schema.node ? schema : schema && follow(context, schema);
  const node = owner?.node['x-extensible-enum'];
  return owner && Array.isArray(node)
    ? { node, location: owner.location.child('x-extensible-enum') }
    : undefined;
}

function compare(context: Context, status: string, known: Place<unknown[]>, examples: Place): void {
  for (const [index, name] of known.node.entries()) {
    if (Object.hasOwn(examples.node, String(name))) continue;
    const message = `The header lists \`${name}\`, of which the response ${status} has no example.`;
    context.report({ message, location: known.location.child(index) });
  }
  for (const name of Object.keys(examples.node).filter((key) => !known.node.includes(key))) {
    const message = `The response ${status} has an example of \`${name}\`, which its header does not list.`;
    context.report({ message, location: examples.location.child(name).key() });
  }
}
