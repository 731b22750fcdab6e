/**
 * Splits a JSON Pointer (RFC 6901) into the member names and indexes that it leads through.
 *
 * @param pointer such as `/packageVulnerabilityDetails/vulnerabilityId`, or as a URI fragment, with `#` before it
 * @returns its segments without their escapes; none for the whole document
 */
export function parsePointer(pointer: string): string[] {
  const fragment = pointer.startsWith('#');
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => (fragment ? decodeURIComponent(segment) : segment))
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
