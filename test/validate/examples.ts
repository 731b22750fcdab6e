import { type Example, type Json, type JsonObject, resolve } from '../../scripts/contract/document.ts';
import { jsonBody } from '../../scripts/contract/operations.ts';
import { loadShapes } from '../../scripts/validate/shapes.ts';

/** The contract's shapes. */
export const shapes = await loadShapes();

const { document, operations } = shapes;
const operation = operations.find(({ paginated }) => paginated)!;

/** The shapes of the operation whose examples the tests use. */
export const names = {
  operation: operation.id,
  path: operation.path,
  request: operation.request!,
  response: operation.response!,
  /** The member of the response that lists items. */
  items: operation.paginated!.items,
};

/** The bodies of the contract's examples by their names. */
export const requests = bodies(resolve(document, operation.object.requestBody!));
export const responses = bodies(resolve(document, operation.object.responses[operation.status]!));

/** Every item of every example. */
export const items = Object.values(responses).flatMap((page) => page[names.items] as JsonObject[]);

/** The item with the most filled in. */
export const fullItem = items.toSorted((one, other) => size(other) - size(one))[0]!;

function bodies(message: Parameters<typeof jsonBody>[0]): Record<string, JsonObject> {
  const examples = Object.entries(jsonBody(message).examples ?? {});
  return Object.fromEntries(
    examples.map(([name, example]) => [name, resolve<Example>(document, example).value as JsonObject]),
  );
}

function size(value: Json): number {
  return JSON.stringify(value).length;
}
