import { jsonBody, success } from './messages.ts';
import { descend, type Place } from './places.ts';
import type { Rule } from './redocly.ts';

/** Each example of a request has the answer to it, under the same key, and the other way round. */
export const examplesOfRequestAndResponseArePaired: Rule = () => ({
  Operation: {
    leave(node, context) {
      const operation = { node, location: context.location };
      const [request, response] = [
        descend(context, operation, 'requestBody'),
        success(context, operation),
      ].map((message) => {
        const body = jsonBody(context, message);
        return body && descend(context, body, 'examples');
      });
      reportUnpaired(request, response, 'response');
      reportUnpaired(response, request, 'request');

      function reportUnpaired(from: Place | undefined, to: Place | undefined, missing: string) {
        for (const key of Object.keys(from?.node ?? {}).filter((name) => !(name in (to?.node ?? {})))) {
          const message = `The example \`${key}\` has no counterpart in the ${missing}.`;
          context.report({ message, location: from!.location.child(key).key() });
        }
      }
    },
  },
});
