import { componentName, type Rule } from '../cursor.ts';

/** A schema is named like an AWS shape, and its name becomes the name of a type: `CvssScore`. */
export const schemaNamesArePascalCase: Rule = () => ({
  Schema: {
    enter(_schema, { location, report }) {
      const name = componentName(location);
      if (name === undefined || /^[A-Z][A-Za-z0-9]*$/.test(name)) return;
      report({ message: `The name of the schema \`${name}\` must be in PascalCase.`, location });
    },
  },
});
