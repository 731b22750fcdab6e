import { componentName } from './places.ts';
import type { Rule } from './redocly.ts';

/** A schema is named like an AWS shape, and its name becomes a type's: `CvssScore`. */
export const schemaNamesArePascalCase: Rule = () => ({
  Schema: {
    enter(_schema, { location, report }) {
      const name = componentName(location);
      if (name === undefined || /^[A-Z][A-Za-z0-9]*$/.test(name)) return;
      report({ message: `The schema \`${name}\` is to be named in PascalCase.`, location });
    },
  },
});
