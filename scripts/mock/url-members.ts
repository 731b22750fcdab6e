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
  const inQuery = parameters
    .filter(({ name, in: place }) => place === 'query' && request.query.has(name))
    .map(({ name }): [string, string | string[]] => {
      const values = request.query.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    });
  return Object.fromEntries([...inPath, ...inQuery]);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
