import type { Document, Json, JsonObject } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';
import { loadMockContract, successExamples } from '../mock/contract.ts';
import { generateItems } from '../mock/generate.ts';

/** Pages of one kind as JSON texts, and whether they are valid. */
export interface Pages {
  title: string;
  texts: string[];
  valid: boolean;
}

const pagesOfAKind = 8;
const itemsPerPage = 25;
const longText = 1000;

/**
 * Makes full pages from the contract's examples, their longest texts as long as those of real vulnerabilities.
 *
 * @param document the bundled contract
 * @param operation a paginated operation
 * @returns realistic pages, such pages with one violation each, and pages whose long texts are emoji
 */
export async function makePages(document: Document, operation: Operation): Promise<Pages[]> {
  const generation = { count: Number.POSITIVE_INFINITY, seed: 1 };
  const items: JsonObject[] = [];
  for (const item of await generateItems(await loadMockContract(), operation, generation)) {
    if (longestText(item as JsonObject) !== undefined) items.push(item as JsonObject);
    if (items.length === pagesOfAKind * itemsPerPage) break;
  }
  const [first] = Object.values(successExamples(document, operation));
  const pages = (title: string, valid: boolean, change: (item: JsonObject, index: number) => JsonObject) => {
    const changed = items.map((item, index) => change(item, index % itemsPerPage));
    const texts = Array.from({ length: pagesOfAKind }, (_, page) => {
      const listed = changed.slice(page * itemsPerPage, (page + 1) * itemsPerPage);
      return JSON.stringify({ ...first, [operation.paginated!.items]: listed });
    });
    return { title, valid, texts };
  };
  const realistic = (item: JsonObject) => withLongest(item, lengthen);
  const middle = Math.floor(itemsPerPage / 2);
  return [
    pages('realistic pages', true, realistic),
    pages('pages with one violation', false, (item, index) =>
      index === middle ? withLongest(item, () => null) : realistic(item),
    ),
    pages('pages of 1,000-emoji texts', true, (item) =>
      withLongest(item, () => '\u{1F600}'.repeat(longText)),
    ),
  ];
}

function lengthen(text: string): string {
  return `${text} `.repeat(Math.ceil(longText / text.length)).slice(0, longText);
}

/** Names the longest prose among an item's own members; examples with no more than they must have are too short to be typical. */
function longestText(item: JsonObject): string | undefined {
  const texts = Object.entries(item).filter(([, value]) => typeof value === 'string' && value.includes(' '));
  return texts.sort(([, a], [, b]) => String(b).length - String(a).length)[0]?.[0];
}

function withLongest(item: JsonObject, change: (text: string) => Json): JsonObject {
  const name = longestText(item)!;
  return { ...item, [name]: change(String(item[name])) };
}
