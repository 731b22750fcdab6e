import type { Json } from '../../contract/document.ts';
import { createSampleCheck, type Sample } from '../compile.ts';
import { type Context, Cursor, type Node, type Rule, visitSchemas } from '../cursor.ts';

/** Every example is valid, and has no property that its schema does not name, not even where a schema is open. */
export const examplesAreValid: Rule = () => {
  const check = createSampleCheck();
  const checkBody = {
    enter(node: Node, context: Context) {
      for (const sample of bodyExamples(new Cursor(context, node))) check(context, sample);
    },
  };
  return {
    ...visitSchemas((schema, context) => {
      const { examples } = schema.node;
      for (const [index, value] of (Array.isArray(examples) ? examples : []).entries()) {
        check(context, { value, owner: schema, path: ['examples', index], schema });
      }
    }),
    MediaType: checkBody,
    Header: checkBody,
    Parameter: checkBody,
  };
};

/** Lists the examples of a body, a header or a parameter, which are beside its schema. */
function bodyExamples(owner: Cursor): Sample[] {
  const schema = owner.child('schema');
  if (!schema) return [];
  const single = owner.node['example'] === undefined ? [] : [[owner, 'example'] as const];
  const named = (owner.get('examples')?.entries() ?? []).flatMap(([, reference]) => {
    const example = reference.follow();
    return example && 'value' in example.node ? [[example, 'value'] as const] : [];
  });
  return [...single, ...named].map(([holder, key]) => ({
    value: holder.node[key] as Json,
    owner: holder,
    path: [key],
    schema,
  }));
}
