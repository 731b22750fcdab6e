import { componentName } from './places.ts';
import type { Location, Node, Rule } from './redocly.ts';

/**
 * A constraint stands once, on a schema with a name; what is inline or beside a reference has none.
 *
 * @param options `keywords`: the keywords that constrain
 */
export const constraintsStandOnNamedSchemas: Rule = ({ keywords }) => {
  const inline = (node: Node, location: Location) =>
    keywords
      .filter((keyword) => keyword in node)
      .map((keyword) => ({
        message: `\`${keyword}\` stands inline: give the constraint to a named schema, and refer to it.`,
        location: location.child(keyword).key(),
      }));
  return {
    Schema: {
      enter(schema, { location, report }) {
        if (!componentName(location)) inline(schema, location).forEach(report);
      },
    },
    ref: {
      enter(reference, { type, rawLocation, report }) {
        if (type.name === 'Schema') inline(reference, rawLocation).forEach(report);
      },
    },
  };
};
