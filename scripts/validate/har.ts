import type { Document } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';

/** One exchange of a HAR recording, as far as it is read here. */
export interface Entry {
  request: { method: string; url: string; postData?: { text?: string } };
  response: { status: number; content?: { text?: string; encoding?: string } };
}

/**
 * Tells a HAR recording from other JSON.
 *
 * @param value any JSON value
 * @returns its entries; undefined when the value is no recording
 */
export function readEntries(value: unknown): Entry[] | undefined {
  const entries = (value as { log?: { entries?: unknown } } | null)?.log?.entries;
  if (!Array.isArray(entries)) return undefined;
  return entries.every((entry) => entry?.request && entry?.response) ? entries : undefined;
}

/**
 * Finds the operation that an exchange calls, whatever its host.
 *
 * @param document the bundled contract, whose servers may have a path
 * @param operations its operations
 * @param request a method and a URL
 * @returns the operation; undefined when the exchange is none of the contract's
 */
export function matchOperation(
  document: Document,
  operations: Operation[],
  { method, url }: Entry['request'],
): Operation | undefined {
  if (!URL.canParse(url)) return undefined;
  const { pathname } = new URL(url);
  const bases = [...new Set(document.servers.map((server) => server.url.replace(/^\w+:\/\/[^/]+|\/$/g, '')))];
  return operations.find(
    (operation) =>
      operation.method === method.toLowerCase() &&
      bases.some((base) => pathPattern(base + operation.path).test(pathname)),
  );
}

function pathPattern(template: string): RegExp {
  const parts = template.split(/\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}
