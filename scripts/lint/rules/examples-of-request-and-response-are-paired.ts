import { jsonBody, success } from './messages.ts';
import { descend, type Place } from './places.ts';
import type { Rule } from './redocly.ts';

/** Each example of a request has the answer to it, under the same key, and the other way round. */
export const examplesOfRequestAndResponseArePaired: Rule = () => ({
  Operation: {
    leave(node, context) {
      const operation = { node, location: context.location };
      const request = jsonBody(context, descend(context, operation, 'requestBody'));
      const response = jsonBody(context, success(context, operation));
      // What has no body on the other side has nothing to be paired with.
      if (!request || !response) return;
      const [asked, answered] = [request, response].map((body) => descend(context, body, 'examples'));
      reportUnpaired(asked, answered, 'response');
      reportUnpaired(answered, asked, 'request');

      function reportUnpaired(from: Place | undefined, to: Place | undefined, missing: string) {
        for (const key of Object.keys(from?.node ?? {}).filter((name) => !(name in (to?.node ?? {})))) {
          const message = `The example \`${key}\` has no counterpart in the ${missing}.`;
          context.report({ message, location: from!.location.child(key).key() });
        }
      }
    },
  },
});
