import { Cursor, jsonBody, type Rule, success } from '../cursor.ts';

/** The docs show the examples of an operation, and the mock returns them. */
export const everyBodyHasAnExample: Rule = () => ({
  Operation: {
    leave(node, context) {
      const operation = new Cursor(context, node);
      for (const message of [operation.get('requestBody'), success(operation)]) {
        const body = jsonBody(message);
        if (!body || body.get('examples')?.entries().length) continue;
        context.report({ message: 'A body needs at least one example.', location: body.location.key() });
      }
    },
  },
});
