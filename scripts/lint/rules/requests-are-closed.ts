import { jsonBody, reachableSchemas, responses } from './messages.ts';
import { componentName, descend, isObject, type Place } from './places.ts';
import type { Rule } from './redocly.ts';

/**
 * An unknown member of a request is a typing error, so no object of a request takes one. An object that a response has
 * too stays open, because the service may add members to it.
 */
export const requestsAreClosed: Rule = () => {
  const open = new Map<string, Place>();
  const answered = new Set<string>();
  return {
    Operation: {
      leave(node, context) {
        const operation = { node, location: context.location };
        const body = jsonBody(context, descend(context, operation, 'requestBody'));
        for (const schema of reachableSchemas(context, body)) {
          if (!isClosed(schema)) open.set(schema.location.absolutePointer, schema);
        }
        for (const [, response] of responses(context, operation)) {
          for (const { location } of reachableSchemas(context, jsonBody(context, response))) {
            answered.add(location.absolutePointer);
          }
        }
      },
    },
    Root: {
      leave(_, { report }) {
        for (const [pointer, { location }] of open) {
          if (answered.has(pointer)) continue;
          const message = `\`${componentName(location) ?? location.pointer}\` is part of a request: it needs \`additionalProperties: false\`.`;
          report({ message, location });
        }
      },
    },
  };
};

/** In a map every name is a known one. */
function isClosed({ node }: Place): boolean {
  if (node.type !== 'object' || node.additionalProperties === false) return true;
  return node['properties'] === undefined && isObject(node.additionalProperties);
}
