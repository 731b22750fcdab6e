import { isObject, quote } from './places.ts';
import type { Location, Rule } from './redocly.ts';

/**
 * An extension that no generator knows is a typing error.
 *
 * @param options `names`: the extensions that this project's contracts use
 */
export const onlyKnownExtensions: Rule = ({ names }) => {
  const unknown = (node: unknown, location: Location) =>
    Object.keys(isObject(node) ? node : {})
      .filter((name) => name.startsWith('x-') && !names.includes(name))
      .map((name) => ({
        message: `\`${name}\` is not an extension of this project; it has ${quote(names)}.`,
        location: location.child(name).key(),
      }));
  return {
    any: {
      enter(node, { location, type, report }) {
        // The names of headers are the service's own.
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
