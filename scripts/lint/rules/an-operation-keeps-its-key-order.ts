import type { Rule } from './redocly.ts';

/**
 * Every operation reads alike: its members stand in one order, and no others stand there.
 *
 * @param options `order`: the members' names in their order
 */
export const anOperationKeepsItsKeyOrder: Rule = ({ order }) => {
  return {
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
  };
};
