import { isObject } from '../../contract/schema.ts';
import { type Location, quote, type Rule } from '../cursor.ts';

/**
 * An extension that no generator knows is a typing error.
 *
 * @param options `names`: the known extensions
 */
export const onlyKnownExtensions: Rule = ({ names }) => {
  const unknown = (node: unknown, location: Location) =>
    Object.keys(isObject(node) ? node : {})
      .filter((name) => name.startsWith('x-') && !names.includes(name))
      .map((name) => ({
        message: `\`${name}\` is not a known extension; those are ${quote(names)}.`,
        location: location.child(name).key(),
      }));
  return {
    any: {
      enter(node, { location, type, report }) {
        // Names of headers may begin with `x-`.
        if (type.name !== 'HeadersMap') unknown(node, location).forEach(report);
      },
    },
    ref: {
      enter(reference, { rawLocation, report }) {
        unknown(reference, rawLocation).forEach(report);
      },
    },
  };
};
