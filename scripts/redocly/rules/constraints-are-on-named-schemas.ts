import { componentName, type Location, type Node, type Rule } from '../cursor.ts';

/**
 * A constraint is declared once, on a named schema, never inline or beside a reference.
 *
 * @param options `keywords`: the keywords that constrain
 */
export const constraintsAreOnNamedSchemas: Rule = ({ keywords }) => {
  const inline = (node: Node, location: Location) =>
    keywords
      .filter((keyword) => keyword in node)
      .map((keyword) => ({
        message: `Move \`${keyword}\` to a named schema and refer to that.`,
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
