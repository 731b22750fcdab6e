import type { Rule } from '../cursor.ts';

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
