import type { Operation } from '../contract/operations.ts';
import type { ReceivedRequest } from './answer.ts';

/**
 * Reads what of an operation's input a request has in its URL.
 *
 * @param operation the operation
 * @param request a request of it
 * @returns the texts by the name of the member, a list where there are several; without those that are absent
 */
export function readUrlMembers(
  { path, parameters }: Operation,
  request: Pick<ReceivedRequest, 'path' | 'query'>,
): Record<string, string | string[]> {
  const segments = request.path.split('/');
  const inPath = path.split('/').flatMap((part, index): [string, string][] => {
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    return name === undefined ? [] : [[name, decode(segments[index] ?? '')]];
  });
  const inQuery = Object.entries(readQuery(request.query)).filter(([name]) =>
    parameters.some((parameter) => parameter.in === 'query' && parameter.name === name),
  );
  return Object.fromEntries([...inPath, ...inQuery]);
}

/**
 * Reads a query.
 *
 * @param query the query of a URL
 * @returns the texts by name, a list where a name comes several times
 */
export function readQuery(query: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name);
      return [name, values.length > 1 ? values : values[0]!];
    }),
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
