import { componentName, members } from './places.ts';
import type { Rule } from './redocly.ts';

/** An operation's id, its path and its file have one name, as AWS names an action. */
export const anOperationIsNamedLikeItsPathAndFile: Rule = () => ({
  PathItem: {
    enter(item, { key, location, report }) {
      const path = String(key).replace(/^\//, '');
      const file = componentName(location) ?? path;
      for (const [, operation] of members({ node: item, location })) {
        const id = operation.node.operationId;
        if (id === undefined || (id === path && id === file)) continue;
        const message = `The operation \`${id}\`, its path \`${key}\` and its file \`${file}\` are to have one name.`;
        report({ message, location: operation.location.child('operationId') });
      }
    },
  },
});
