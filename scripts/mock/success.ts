import type { Document, JsonObject } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';
import type { Answer } from './answer.ts';
import { successExamples } from './examples.ts';
import { createPager, type Page } from './pager.ts';
import { createIdWriter } from './request-id.ts';
import type { Store } from './store.ts';

/**
 * Makes the function that answers an operation's valid requests: with a page of its items, with the contract's
 * first example when it lists none, or with no body when its success has none.
 *
 * @param document the bundled contract
 * @param operation an operation
 * @param store the operation's items, when it is paginated
 * @returns a function from a valid request and its id to the answer; it throws a `Refusal` for a token that is not
 *   one of these items'
 * @throws {Error} when the operation has a response body but no example of it
 */
export function createSuccess(
  document: Document,
  operation: Operation,
  store: Store | undefined,
): (request: JsonObject, id: string) => Answer {
  const common = { status: operation.status, headers: {}, operation: operation.id };
  if (operation.response === undefined) return () => ({ ...common, body: '' });
  const [example] = successExamples(document, operation);
  if (!example) throw new Error(`${operation.id} needs an example of its response ${operation.status}`);
  const withId = createIdWriter(document, operation);
  if (!store || !operation.paginated) {
    return (_request, id) => ({ ...common, body: JSON.stringify(withId(example, id)) });
  }
  const { items: list, outputToken } = operation.paginated;
  const { [list]: _items, [outputToken]: _token, ...rest } = example;
  const pageOf = createPager(document, operation, store);
  // Why by object: a request that is remembered is the same object each time, and so is its page.
  const rendered = new WeakMap<JsonObject, RenderedPage>();
  return (request, id) => {
    const page = rendered.get(request) ?? renderPage(list, outputToken, pageOf(request));
    rendered.set(request, page);
    const tail = JSON.stringify({ ...withId(rest, id), ...page.tail }).slice(1);
    const body = tail === '}' ? tail : `,${tail}`;
    return { ...common, beginning: page.head, body, items: page.items };
  };
}

interface RenderedPage {
  /** The body up to the end of the list. */
  head: Buffer;
  /** The members that follow from the page. */
  tail: JsonObject;
  items: number;
}

function renderPage(list: string, outputToken: string, { items, next }: Page): RenderedPage {
  const head = Buffer.from(`{${JSON.stringify(list)}:[${items.join(',')}]`);
  return { head, tail: next === undefined ? {} : { [outputToken]: next }, items: items.length };
}
