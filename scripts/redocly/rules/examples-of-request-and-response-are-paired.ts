import { Cursor, jsonBody, type Rule, success } from '../cursor.ts';

/** Each example of a request has its response under the same key, and the other way round. */
export const examplesOfRequestAndResponseArePaired: Rule = () => ({
  Operation: {
    leave(node, context) {
      const operation = new Cursor(context, node);
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
    },
  },
});
