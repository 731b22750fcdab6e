import type { Artifact, Files } from '../pipeline/artifact.ts';

/**
 * Writes the page that says what each generated file is.
 *
 * @param artifacts the rows of the pipeline
 * @returns `README.md`
 */
export function generateReadme(artifacts: Artifact[]): Files {
  const contents = {
    ...Object.assign({}, ...artifacts.map((artifact) => artifact.contents)),
    'manifest.json': 'Checksums of these files and of what they were made from.',
  };
  const rows = Object.entries(contents).map(([path, text]) => `| \`${path}\` | ${text} |`);
  const text = `# Generated files

All of this is made from the contract in \`openapi/\`.
Never edit it: change the contract, or what generates it in \`scripts/\`, then run

\`\`\`sh
npm run generate
\`\`\`

\`npm run generate -- --check\` fails when a file here is not what the contract makes.

| file | what it is |
| --- | --- |
${rows.join('\n')}
`;
  return new Map([['README.md', text]]);
}
