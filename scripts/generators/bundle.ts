import type { Contract, Files } from '../pipeline/artifact.ts';

const header = `# The contract in one file, generated from openapi/ by \`npm run generate\`: do not edit.\n`;

/**
 * Writes the bundle down, as YAML for readers and as JSON for tools.
 *
 * @param contract the bundled contract
 * @returns `openapi.yaml` and `openapi.json`
 */
export function generateBundle({ document, yaml }: Contract): Files {
  return new Map([
    ['openapi.yaml', header + yaml],
    ['openapi.json', `${JSON.stringify(document, null, 2)}\n`],
  ]);
}
