import { methods } from '../../contract/operations.ts';
import { componentName, members } from './places.ts';
import type { Rule } from './redocly.ts';

/**
 * An operation's id, its path and its file have one name, as AWS names an action. A path with parameters names a
 * resource instead of an action, and several operations on one path cannot all have the name of its file.
 */
export const anOperationIsNamedLikeItsPathAndFile: Rule = () => ({
  PathItem: {
    enter(item, { key, location, report }) {
      const path = String(key).replace(/^\//, '');
      const file = componentName(location) ?? path;
      const operations = members({ node: item, location }).filter(([name]) => methods.includes(name));
      for (const [, operation] of operations) {
        const id = operation.node.operationId;
        const likePath = id === path || path.includes('{');
        const likeFile = id === file || operations.length > 1;
        if (id === undefined || (likePath && likeFile)) continue;
        const message = `The operation \`${id}\`, its path \`${key}\` and its file \`${file}\` are to have one name.`;
        report({ message, location: operation.location.child('operationId') });
      }
    },
  },
});
