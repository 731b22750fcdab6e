import { subschemas } from '../subschemas.ts';
import { descend, follow, members, type Place } from './places.ts';
import type { Context } from './redocly.ts';

/**
 * Finds the JSON body of a request or a response.
 *
 * @param context the context of the visitor that asks
 * @param message a request body or a response, or a reference to one
 * @returns its `application/json` media type, undefined when it has none
 */
export function jsonBody(context: Context, message: Place | undefined): Place | undefined {
  return message && descend(context, message, 'content', 'application/json');
}

/**
 * Lists the responses of an operation.
 *
 * @param context the context of the visitor that asks
 * @param operation the operation
 * @returns status and place of each response, references followed
 */
export function responses(context: Context, operation: Place): [string, Place][] {
  return members(descend(context, operation, 'responses')).flatMap(([status, place]) => {
    const response = follow(context, place);
    return response ? [[status, response]] : [];
  });
}

/**
 * Finds the response for success of an operation.
 *
 * @param context the context of the visitor that asks
 * @param operation the operation
 * @returns the first response with a status of 200 to 299
 */
export function success(context: Context, operation: Place): Place | undefined {
  return responses(context, operation).find(([status]) => status.startsWith('2'))?.[1];
}

/**
 * Lists the responses of an operation that report an error.
 *
 * @param context the context of the visitor that asks
 * @param operation the operation
 * @returns status, or `default`, and place of each
 */
export function failures(context: Context, operation: Place): [string, Place][] {
  return responses(context, operation).filter(([status]) => !/^[123]/.test(status));
}

/**
 * Lists every schema that a body can reach, through members, lists, compositions and references.
 *
 * @param context the context of the visitor that asks
 * @param body a media type; undefined has no schemas
 * @returns the schemas, references followed, each once
 */
export function reachableSchemas(context: Context, body: Place | undefined): Place[] {
  const found = new Map<string, Place>();
  const visit = (place: Place | undefined) => {
    const schema = place && follow(context, place);
    if (!schema || found.has(schema.location.absolutePointer)) return;
    found.set(schema.location.absolutePointer, schema);
    for (const inner of subschemas(schema.node)) {
      visit({ node: inner.schema, location: schema.location.child(inner.path) });
    }
  };
  visit(body && descend(context, body, 'schema'));
  return [...found.values()];
}
