import { jsonBody, reachableSchemas, responses } from './messages.ts';
import { componentName } from './places.ts';
import type { Rule } from './redocly.ts';

const closing = ['additionalProperties', 'unevaluatedProperties'];

/** A service adds members over time, so no object of a response refuses one that it does not know. */
export const responsesAreOpen: Rule = () => ({
  Operation: {
    leave(operation, context) {
      const bodies = responses(context, { node: operation, location: context.location });
      for (const [, response] of bodies) {
        for (const { node, location } of reachableSchemas(context, jsonBody(context, response))) {
          const keyword = closing.find((name) => node[name] === false);
          if (!keyword) continue;
          const message = `\`${componentName(location) ?? location.pointer}\` is part of a response: it may not have \`${keyword}: false\`.`;
          context.report({ message, location: location.child(keyword) });
        }
      }
    },
  },
});
