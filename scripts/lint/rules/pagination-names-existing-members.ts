import { jsonBody, success } from './messages.ts';
import { descend, follow, isObject, keyword, type Place, quote } from './places.ts';
import type { Context, Rule } from './redocly.ts';

const terms = {
  inputToken: { side: 'request', type: 'string' },
  outputToken: { side: 'response', type: 'string' },
  items: { side: 'response', type: 'array' },
  pageSize: { side: 'request', type: 'integer' },
};

const needed = Object.keys(terms).filter((term) => term !== 'pageSize');

/** What `x-paginated` names are members of the request and the response, of the type that paging needs. */
export const paginationNamesExistingMembers: Rule = () => ({
  Operation: {
    leave(operation, context) {
      const paginated = operation['x-paginated'];
      if (paginated === undefined) return;
      const location = context.location.child('x-paginated');
      if (!isObject(paginated) || !hasTerms(Object.keys(paginated))) {
        const message = `\`x-paginated\` has the members ${quote(needed)}, and \`pageSize\` where a request can set it.`;
        context.report({ message, location });
        return;
      }
      for (const [term, { side, type }] of Object.entries(terms).filter(([term]) => term in paginated)) {
        const member = String(paginated[term]);
        const found = memberType(context, { node: operation, location: context.location }, side, member);
        if (found === type) continue;
        const message = `\`${member}\` is to be a member of the ${side}, of type ${type}; ${found ? `its type is ${found}` : 'there is none'}.`;
        context.report({ message, location: location.child(term) });
      }
    },
  },
});

function hasTerms(names: string[]): boolean {
  return names.every((name) => name in terms) && needed.every((name) => names.includes(name));
}

function memberType(context: Context, operation: Place, side: string, name: string): unknown {
  const message =
    side === 'request' ? descend(context, operation, 'requestBody') : success(context, operation);
  const body = jsonBody(context, message);
  const inBody = body && descend(context, body, 'schema', 'properties', name);
  const member = inBody ?? (side === 'request' ? parameterSchema(context, operation, name) : undefined);
  return member && keyword(context, member, 'type');
}

function parameterSchema(context: Context, { node, location }: Place, name: string): Place | undefined {
  const parameters = Array.isArray(node['parameters']) ? node['parameters'] : [];
  const found = parameters
    .map((parameter, index) =>
      follow(context, { node: parameter, location: location.child(['parameters', index]) }),
    )
    .find((parameter) => parameter?.node['name'] === name);
  return found && descend(context, found, 'schema');
}
