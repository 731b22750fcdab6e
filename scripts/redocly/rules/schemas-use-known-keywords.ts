import type { Schema } from '../../contract/document.ts';
import { unknownKeywords } from '../../vectors/violations.ts';
import type { Rule } from '../cursor.ts';

/** Only keywords that every artifact can express; others would fail later, while generating. */
export const schemasUseKnownKeywords: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      for (const keyword of unknownKeywords(schema as Schema)) {
        const message = `Nothing can be generated for the keyword \`${keyword}\` yet: put the constraint in the description.`;
        report({ message, location: location.child(keyword).key() });
      }
    },
  },
});
