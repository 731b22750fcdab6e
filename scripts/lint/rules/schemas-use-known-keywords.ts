import { unknownKeywords } from '../../conform/faults.ts';
import type { Rule } from './redocly.ts';

/** A schema is made of keywords that every artifact can be made of; others would only be found out while generating. */
export const schemasUseKnownKeywords: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      for (const keyword of unknownKeywords(schema as Parameters<typeof unknownKeywords>[0])) {
        const message = `Nothing can be generated for the keyword \`${keyword}\` yet: state the constraint in the description.`;
        report({ message, location: location.child(keyword).key() });
      }
    },
  },
});
