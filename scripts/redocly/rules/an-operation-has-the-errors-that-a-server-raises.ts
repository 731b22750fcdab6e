import { isObject } from '../../contract/schema.ts';
import { Cursor, failures, jsonBody, type Rule } from '../cursor.ts';

/** A server picks the error to return by its `cause`, so each operation needs one for the causes that can occur. */
export const anOperationHasTheErrorsThatAServerRaises: Rule = () => ({
  Operation: {
    leave(operation, context) {
      const needed = ['constraint', ...('x-paginated' in operation ? ['pagination-token'] : [])];
      const causes = causesOf(new Cursor(context, operation));
      for (const cause of needed.filter((cause) => !causes.includes(cause))) {
        const message = `No error of the operation has the \`cause\` ${cause} in its \`x-error\`.`;
        context.report({ message, location: context.location.child('responses').key() });
      }
    },
  },
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
