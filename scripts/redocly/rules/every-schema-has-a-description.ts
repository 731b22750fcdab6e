import { isObject } from '../../contract/schema.ts';
import { componentName, type Rule } from '../cursor.ts';

/**
 * A named schema says what it is, and a property says beside its reference what it means there.
 *
 * @param options `pattern`: a regular expression that descriptions match
 */
export const everySchemaHasADescription: Rule = ({ pattern }) => {
  const sentence = new RegExp(pattern);
  const isDescribed = (schema: unknown) =>
    isObject(schema) && sentence.test(String(schema['description'] ?? ''));
  return {
    Schema: {
      enter(schema, { location, report }) {
        const name = componentName(location);
        if (!name || isDescribed(schema)) return;
        const message = `The schema \`${name}\` needs a description, as a sentence that ends with a full stop.`;
        report({ message, location: 'description' in schema ? location.child('description') : location });
      },
    },
    SchemaProperties: {
      enter(properties, { location, report }) {
        for (const [name, property] of Object.entries(properties)) {
          if (isDescribed(property)) continue;
          const message = `The property \`${name}\` needs a description, as a sentence that ends with a full stop.`;
          report({ message, location: location.child(name).key() });
        }
      },
    },
  };
};
