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

/** The docs show the examples of an operation, and the mock returns them. */
export const everyBodyHasAnExample: Rule = () =>
  visitOperations((operation, context) => {
    for (const message of [operation.get('requestBody'), success(operation)]) {
      const body = jsonBody(message);
      if (!body || body.get('examples')?.entries().length) continue;
      context.report({ message: 'A body needs at least one example.', location: body.location.key() });
    }
  });

/** Each example of a request has its response under the same key, and the other way round. */
export const examplesOfRequestAndResponseArePaired: Rule = () =>
  visitOperations((operation, context) => {
    const request = jsonBody(operation.get('requestBody'));
    const response = jsonBody(success(operation));
    // An operation with a body on one side only has nothing to pair.
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
      for (const sample of valuesOf(schema, 'examples')) check(context, sample);
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

/** The known values of an open set are valid themselves. */
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
