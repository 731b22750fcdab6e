import { isObject } from '../../contract/schema.ts';
import { Cursor, jsonBody, quote, type Rule, success } from '../cursor.ts';

const terms = {
  inputToken: { side: 'request', type: 'string' },
  outputToken: { side: 'response', type: 'string' },
  items: { side: 'response', type: 'array' },
  pageSize: { side: 'request', type: 'integer' },
};

const needed = Object.keys(terms).filter((term) => term !== 'pageSize');

/** `x-paginated` names properties of the request and the response, of the types that paging needs. */
export const paginationNamesExistingProperties: Rule = () => ({
  Operation: {
    leave(operation, context) {
      const paginated = operation['x-paginated'];
      if (paginated === undefined) return;
      const location = context.location.child('x-paginated');
      if (!isObject(paginated) || !hasTerms(Object.keys(paginated))) {
        const message = `\`x-paginated\` must have ${quote(needed)}, and \`pageSize\` if a request can set it.`;
        context.report({ message, location });
        return;
      }
      for (const [term, { side, type }] of Object.entries(terms).filter(([term]) => term in paginated)) {
        const name = String(paginated[term]);
        const found = findProperty(new Cursor(context, operation), side, name)?.keyword('type');
        if (found === type) continue;
        const message = `\`${name}\` must be a property of the ${side} with the type ${type}; ${found ? `its type is ${found}` : 'there is none'}.`;
        context.report({ message, location: location.child(term) });
      }
    },
  },
});

function hasTerms(names: string[]): boolean {
  return names.every((name) => name in terms) && needed.every((name) => names.includes(name));
}

function findProperty(operation: Cursor, side: string, name: string): Cursor | undefined {
  const message = side === 'request' ? operation.get('requestBody') : success(operation);
  const property = jsonBody(message)?.get('schema', 'properties', name);
  return property ?? (side === 'request' ? findParameter(operation, name)?.get('schema') : undefined);
}

function findParameter(operation: Cursor, name: string): Cursor | undefined {
  const { parameters = [] } = operation.node as { parameters?: unknown[] };
  return parameters
    .map((_, index) => operation.child('parameters', index)?.follow())
    .find((parameter) => parameter?.node['name'] === name);
}
