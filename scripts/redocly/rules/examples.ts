import type { Json } from '../../contract/document.ts';
import { createSampleCheck, type Sample } from '../compile.ts';
import {
  type Context,
  Cursor,
  jsonBody,
  type Node,
  type Rule,
  success,
  visitOperations,
  visitSchemas,
} from '../cursor.ts';

/** Each example of a request has a response under the same key, and vice versa. */
export const examplesOfRequestAndResponseArePaired: Rule = () =>
  visitOperations((operation, context) => {
    const request = jsonBody(operation.get('requestBody'));
    const response = jsonBody(success(operation));
    // If only one side has a body, there is nothing to pair.
    if (!request || !response) return;
    const [sent, received] = [request.get('examples'), response.get('examples')];
    reportUnpaired(sent, received, 'response');
    reportUnpaired(received, sent, 'request');

    function reportUnpaired(from: Cursor | undefined, to: Cursor | undefined, missing: string) {
      for (const key of Object.keys(from?.node ?? {}).filter((name) => !(name in (to?.node ?? {})))) {
        const message = `The example \`${key}\` has no counterpart in the ${missing}.`;
        context.report({ message, location: from!.location.child(key).key() });
      }
    }
  });

/** Every example is valid and has only properties that its schema names, even if the schema is open. */
export const examplesAreValid: Rule = () => {
  const check = createSampleCheck();
  const checkBody = {
    enter(node: Node, context: Context) {
      for (const sample of bodyExamples(new Cursor(context, node))) check(context, sample);
    },
  };
  return {
    ...visitSchemas((schema, context) => {
      for (const sample of valuesOf(schema, 'examples')) check(context, sample);
    }),
    MediaType: checkBody,
    Header: checkBody,
    Parameter: checkBody,
  };
};

/** Lists the examples of a body, a header or a parameter. */
function bodyExamples(owner: Cursor): Sample[] {
  const schema = owner.child('schema');
  if (!schema) return [];
  const sample = (holder: Cursor, key: string): Sample[] =>
    key in holder.node ? [{ value: holder.node[key] as Json, owner: holder, path: [key], schema }] : [];
  const named = owner.get('examples')?.targets() ?? [];
  return [...sample(owner, 'example'), ...named.flatMap(([, example]) => sample(example, 'value'))];
}

/** The known values of an open set are valid. */
export const knownValuesAreValid: Rule = () => {
  const check = createSampleCheck();
  return visitSchemas((schema, context) => {
    for (const sample of valuesOf(schema, 'x-extensible-enum')) check(context, sample);
  });
};

/** Lists the values that a schema has under a keyword. */
function valuesOf(schema: Cursor, keyword: string): Sample[] {
  const values = schema.node[keyword];
  if (!Array.isArray(values)) return [];
  return values.map((value, index) => ({ value, owner: schema, path: [keyword, index], schema }));
}
