/**
 * Turns a name in PascalCase into the camelCase of methods.
 *
 * @param name such as `ListImageScanFindings`
 * @returns such as `listImageScanFindings`
 */
export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * Turns a name in PascalCase into the kebab-case of identifiers that ignore upper and lower case.
 *
 * @param name such as `ImageScanFindings`
 * @returns such as `image-scan-findings`
 */
export function kebabCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
