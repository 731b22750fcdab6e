import type { Document, Json, JsonObject } from '../contract/document.ts';
import { members, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';
import { createFilterReader } from './filters.ts';
import { createPaginationTokens } from './pagination-token.ts';
import { Refusal } from './refusal.ts';
import type { Store } from './store.ts';

/** Where the contract does not bound a page. */
const usualPageSize = 25;

/** One page of an operation's items. */
export interface Page {
  /** The items as JSON texts. */
  items: string[];
  /** The token of the next page; absent on the last. */
  next?: string;
}

/**
 * Makes the function that cuts a store into the pages which requests ask for.
 *
 * @param document the bundled contract
 * @param operation a paginated operation
 * @param store its items
 * @returns a function from a valid request to its page; it throws a {@link Refusal} for a token that these items
 *   never issued for the same request
 */
export function createPager(
  document: Document,
  operation: Operation,
  store: Store,
): (request: JsonObject) => Page {
  const { inputToken } = operation.paginated!;
  const readFilters = createFilterReader(document, operation);
  const tokens = createPaginationTokens(store.fingerprint);
  const sizeOf = createPageSize(document, operation);
  return (request) => {
    const scope = tokenScope(operation, request);
    const start = readToken(inputToken, request[inputToken], (token) => tokens.read(scope, token));
    const selected = store.select(readFilters(request));
    const total = selected?.length ?? store.items.length;
    const end = Math.min(start + sizeOf(request), total);
    const items = selected
      ? selected.slice(start, end).map((position) => store.items[position]!)
      : store.items.slice(start, end);
    return end < total ? { items, next: tokens.issue(scope, end) } : { items };
  };
}

/** Without a word of the request, a page has as many items as it may have. */
function createPageSize(document: Document, operation: Operation): (request: JsonObject) => number {
  const { items, pageSize = '' } = operation.paginated!;
  const inUrl = operation.parameters.find(({ name }) => name === pageSize)?.schema;
  const asked = inUrl ? mergeReference(document, inUrl) : members(document, operation.request)[pageSize];
  const { maxItems } = members(document, operation.response)[items] ?? {};
  const usual = Number(asked?.['maximum'] ?? maxItems ?? usualPageSize);
  return (request) => Number(request[pageSize] ?? usual);
}

function readToken(
  member: string,
  token: Json | undefined,
  read: (token: string) => number | undefined,
): number {
  if (token === undefined) return 0;
  const position = read(token as string);
  if (position !== undefined) return position;
  throw new Refusal(
    'pagination-token',
    `${member} is not a token that this service issued for the same request.`,
  );
}

function tokenScope(operation: Operation, request: JsonObject): string {
  const { inputToken, pageSize } = operation.paginated!;
  const rest = Object.entries(request).filter(([name]) => name !== inputToken && name !== pageSize);
  return `${operation.id}\n${JSON.stringify(Object.fromEntries(rest), sortMembers)}`;
}

function sortMembers(_key: string, value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
