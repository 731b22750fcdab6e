import type { Artifact, Files } from '../pipeline/artifact.ts';

/** Name of the page, and its first line, which also marks a folder as generated. */
export const readmeName = 'README.md';
export const readmeTitle = '# Generated files';

/** Writes the page that says what each generated file is for. */
export function generateReadme(artifacts: Artifact[]): Files {
  const contents: Record<string, string> = Object.assign(
    {},
    ...artifacts.map((artifact) => artifact.contents),
  );
  const rows = Object.entries(contents).map(([path, text]) => `| \`${path}\` | ${text} |`);
  const text = `${readmeTitle}

Everything here is generated from the contract in \`openapi/\`.
Do not edit it: change the contract, or what generates it in \`scripts/\`, then run

\`\`\`sh
npm run generate
\`\`\`

\`npm run generate -- --check\` fails when a file here is out of date.

| file | what it is |
| --- | --- |
${rows.join('\n')}
`;
  return new Map([[readmeName, text]]);
}
