import { Cursor, componentName, jsonBody, type Rule, reachableSchemas, responses } from '../cursor.ts';

const closing = ['additionalProperties', 'unevaluatedProperties'];

/** A service adds properties over time, so every object of a response allows unknown ones. */
export const responsesAreOpen: Rule = () => ({
  Operation: {
    leave(operation, context) {
      for (const [, response] of responses(new Cursor(context, operation))) {
        for (const { node, location } of reachableSchemas(jsonBody(response))) {
          const keyword = closing.find((name) => node[name] === false);
          if (!keyword) continue;
          const message = `\`${componentName(location) ?? location.pointer}\` is part of a response: remove \`${keyword}: false\`.`;
          context.report({ message, location: location.child(keyword) });
        }
      }
    },
  },
});
