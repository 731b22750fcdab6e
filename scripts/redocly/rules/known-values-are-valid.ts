import { createSampleCheck } from '../compile.ts';
import { type Rule, visitSchemas } from '../cursor.ts';

const keyword = 'x-extensible-enum';

/** The known values of an open set are valid themselves. */
export const knownValuesAreValid: Rule = () => {
  const check = createSampleCheck();
  return visitSchemas((schema, context) => {
    const values = schema.node[keyword];
    for (const [index, value] of (Array.isArray(values) ? values : []).entries()) {
      check(context, { value, owner: schema, path: [keyword, index], schema });
    }
  });
};
