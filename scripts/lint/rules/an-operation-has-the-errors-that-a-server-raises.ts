import { failures, jsonBody } from './messages.ts';
import { descend, follow, isObject, members, type Place } from './places.ts';
import type { Context, Rule } from './redocly.ts';

/** A server that refuses a request answers with the error whose `cause` says why, so there has to be one. */
export const anOperationHasTheErrorsThatAServerRaises: Rule = () => ({
  Operation: {
    leave(node, context) {
      const operation = { node, location: context.location };
      const needed = ['constraint', ...('x-paginated' in node ? ['pagination-token'] : [])];
      const causes = causesOf(context, operation);
      for (const cause of needed.filter((cause) => !causes.includes(cause))) {
        const message = `No error of the operation has the \`cause\` ${cause} in its \`x-error\`.`;
        context.report({ message, location: operation.location.child('responses').key() });
      }
    },
  },
});

function causesOf(context: Context, operation: Place): unknown[] {
  const examples = failures(context, operation).flatMap(([, response]) => {
    const body = jsonBody(context, response);
    return members(body && descend(context, body, 'examples'));
  });
  return examples.map(([, example]) => {
    const error = follow(context, example)?.node['x-error'];
    return isObject(error) ? error['cause'] : undefined;
  });
}
