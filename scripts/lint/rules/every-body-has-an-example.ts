import { jsonBody, success } from './messages.ts';
import { descend, members } from './places.ts';
import type { Rule } from './redocly.ts';

/** The docs show the examples of an operation, and the mock answers with them. */
export const everyBodyHasAnExample: Rule = () => ({
  Operation: {
    leave(node, context) {
      const operation = { node, location: context.location };
      for (const message of [descend(context, operation, 'requestBody'), success(context, operation)]) {
        const body = jsonBody(context, message);
        if (!body || members(descend(context, body, 'examples')).length > 0) continue;
        context.report({ message: 'A body needs at least one example.', location: body.location.key() });
      }
    },
  },
});
