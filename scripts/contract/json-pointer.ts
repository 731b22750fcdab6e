/** Splits a JSON Pointer (RFC 6901), which may be a URI fragment with `#`, into names and indexes without escapes. */
export function parsePointer(pointer: string): string[] {
  const fragment = pointer.startsWith('#');
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => (fragment ? decodeURIComponent(segment) : segment))
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Escapes a name for a JSON Pointer. */
export function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Reads the value at a JSON Pointer; undefined when the pointer leads nowhere. */
export function at(value: unknown, pointer: string): unknown {
  let node = value;
  for (const key of parsePointer(pointer)) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}
