import { jsonBody, reachableSchemas } from './messages.ts';
import { componentName, descend } from './places.ts';
import type { Rule } from './redocly.ts';

/** An unknown member of a request is a typing error, so no object of a request takes one. */
export const requestsAreClosed: Rule = () => ({
  Operation: {
    leave(operation, context) {
      const body = jsonBody(
        context,
        descend(context, { node: operation, location: context.location }, 'requestBody'),
      );
      for (const { node, location } of reachableSchemas(context, body)) {
        if (node.type !== 'object' || node.additionalProperties === false) continue;
        const message = `\`${componentName(location) ?? location.pointer}\` is part of a request: it needs \`additionalProperties: false\`.`;
        context.report({ message, location });
      }
    },
  },
});
