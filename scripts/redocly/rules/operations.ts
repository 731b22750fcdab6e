import { methods } from '../../contract/operations.ts';
import { Cursor, componentName, type Rule } from '../cursor.ts';

/**
 * An operation's id, its path and its file have one name, as AWS names an action. A path with parameters names a
 * resource instead of an action, and several operations on one path cannot all have the name of its file.
 */
export const anOperationIsNamedLikeItsPathAndFile: Rule = () => ({
  PathItem: {
    enter(item, context) {
      const path = String(context.key).replace(/^\//, '');
      const file = componentName(context.location) ?? path;
      const operations = new Cursor(context, item).entries().filter(([name]) => methods.includes(name));
      for (const [, { node, location }] of operations) {
        const id = node['operationId'];
        const likePath = id === path || path.includes('{');
        const likeFile = id === file || operations.length > 1;
        if (id === undefined || (likePath && likeFile)) continue;
        const message = `The operation \`${id}\`, its path \`${context.key}\` and its file \`${file}\` must have the same name.`;
        context.report({ message, location: location.child('operationId') });
      }
    },
  },
});

/**
 * All operations have their keys in the same order, and have no others.
 *
 * @param options `order`: the keys
 */
export const anOperationKeepsItsKeyOrder: Rule = ({ order }) => ({
  Operation: {
    enter(operation, { location, report }) {
      let last = -1;
      for (const key of Object.keys(operation)) {
        const index = order.indexOf(key);
        if (index < last) {
          const message = `\`${key}\` is out of place: the order is ${order.join(', ')}.`;
          report({ message, location: location.child(key).key() });
          return;
        }
        last = index === -1 ? order.length : index;
      }
    },
  },
});
