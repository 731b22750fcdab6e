import { isObject } from '../../contract/schema.ts';
import { Cursor, componentName, jsonBody, type Rule, reachableSchemas, responses } from '../cursor.ts';

/**
 * An unknown property in a request is a typing error, so no object of a request allows one. An object that is also
 * part of a response stays open, because the service may add properties to it.
 */
export const requestsAreClosed: Rule = () => {
  const open = new Map<string, Cursor>();
  const received = new Set<string>();
  return {
    Operation: {
      leave(node, context) {
        const operation = new Cursor(context, node);
        for (const schema of reachableSchemas(jsonBody(operation.get('requestBody')))) {
          if (!isClosed(schema)) open.set(schema.location.absolutePointer, schema);
        }
        for (const [, response] of responses(operation)) {
          for (const { location } of reachableSchemas(jsonBody(response)))
            received.add(location.absolutePointer);
        }
      },
    },
    Root: {
      leave(_, { report }) {
        for (const [pointer, { location }] of open) {
          if (received.has(pointer)) continue;
          const message = `\`${componentName(location) ?? location.pointer}\` is part of a request: it needs \`additionalProperties: false\`.`;
          report({ message, location });
        }
      },
    },
  };
};

/** In a map every name is known. */
function isClosed({ node }: Cursor): boolean {
  const { type, properties, additionalProperties } = node;
  if (type !== 'object' || additionalProperties === false) return true;
  return properties === undefined && isObject(additionalProperties);
}
