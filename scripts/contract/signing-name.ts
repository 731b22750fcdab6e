import type { Document } from './document.ts';

/**
 * Finds the name that requests are signed for.
 *
 * @param document the bundled contract
 * @returns `x-sigv4.name` of the contract's security scheme, undefined when requests are not signed
 */
export function findSigningName(document: Document): string | undefined {
  const schemes = Object.values(document.components['securitySchemes'] ?? {}) as {
    'x-sigv4'?: { name: string };
  }[];
  return schemes.find((scheme) => scheme['x-sigv4'])?.['x-sigv4']?.name;
}
