import type { Files } from '../files.ts';
import { type Bundle, generateBundle } from '../redocly/bundle.ts';
import { generateClient } from './client.ts';
import { generateConformance } from './conformance.ts';
import { generateDocs } from './docs/page.ts';
import { generateJsonSchemas } from './json-schema.ts';
import { generateOpenApi30 } from './openapi-3.0.ts';
import { generateSmithy } from './smithy.ts';
import { generateTypes } from './types.ts';
import { generateValidators } from './validators.ts';

/** A generator and the files it generates. */
export interface Artifact {
  /** Names the step in the progress. */
  name: string;
  generate: (bundle: Bundle) => Files | Promise<Files>;
  /** Generated for each revision as well, where it differs from the base. */
  revised?: true;
  /** Path, or path with a placeholder such as `<Shape>`, to what the file is for. */
  contents: Record<string, string>;
}

/** Everything that is generated from the bundle, in order. */
export const artifacts: Artifact[] = [
  {
    name: 'OpenAPI 3.1',
    revised: true,
    generate: generateBundle,
    contents: {
      'openapi.yaml': 'The contract in one file, OpenAPI 3.1.',
      'openapi.json': 'The same as JSON.',
    },
  },
  {
    name: 'OpenAPI 3.0',
    revised: true,
    generate: generateOpenApi30,
    contents: { 'openapi-3.0.json': 'The contract in OpenAPI 3.0, for tools that do not read 3.1.' },
  },
  {
    name: 'types',
    generate: generateTypes,
    contents: { 'types.ts': 'TypeScript types, one per shape, with the constraints in comments.' },
  },
  {
    name: 'client',
    generate: generateClient,
    contents: {
      'client.ts':
        'A typed client for browsers, workers and any other platform with `fetch`; needs `types.ts`, `service.ts`, `validators.js`, `runtime/` and the packages `openapi-fetch` and `aws4fetch`.',
      'client-node.ts':
        'The same client for Node, faster there; needs the package `aws4` instead of `aws4fetch`.',
      'revisions.ts': 'Where the client finds the validators of each revision.',
      'service.ts': 'What the client needs to know of the contract at run time.',
      'runtime/': 'What the client does: requests, errors, pages. Copied from `scripts/runtime/`.',
    },
  },
  {
    name: 'validators',
    revised: true,
    generate: generateValidators,
    contents: {
      'validators.js': 'A validator and an assertion per shape; imports nothing.',
      'validators.d.ts': 'The types of those functions; needs `types.ts`.',
      'validators-by-revision.js': 'The validators of every revision of the contract.',
      'validators-by-revision.d.ts': 'Their types.',
      'validators-strict.js':
        'The same, but a property of a response that the contract does not name is a violation too.',
      'validators-strict.d.ts': 'The types of those.',
    },
  },
  {
    name: 'JSON Schemas',
    revised: true,
    generate: generateJsonSchemas,
    contents: { 'json-schema/<Shape>.json': 'One self-contained JSON Schema, draft 2020-12, per shape.' },
  },
  {
    name: 'vectors',
    generate: generateConformance,
    contents: {
      'conformance/<Shape>.json':
        'Documents to test a validator with, and whether they are valid, per shape.',
      'conformance/schema.json': 'The JSON Schema of those files.',
      'conformance/README.md': 'How to use them, in any language.',
    },
  },
  {
    name: 'Smithy',
    generate: generateSmithy,
    contents: {
      'smithy/model.json': 'The shapes of the contract as a Smithy model, in the namespace of AWS.',
      'smithy/tests.json':
        "The vectors of the operations as Smithy's protocol tests, to load with that model.",
    },
  },
  {
    name: 'docs',
    generate: generateDocs,
    contents: {
      'docs/index.html': 'The docs as one page that works offline.',
      'docs/index.md': 'The same as Markdown.',
    },
  },
];

/** Writes the page that says what each generated file is for; `title` is its first line. */
export function generateReadme(title: string): Files {
  const rows = artifacts
    .flatMap(({ contents }) => Object.entries(contents))
    .map(([path, text]) => `| \`${path}\` | ${text} |`);
  const text = `${title}

Everything here is generated from the contract in \`openapi/\`.
Do not edit it: change the contract, or what generates it in \`scripts/\`, then run

\`\`\`sh
npm run generate
\`\`\`

\`npm run generate -- --check\` fails when a file here is out of date.

| file | what it is |
| --- | --- |
${rows.join('\n')}
| \`revisions/<date>/\` | The files that AWS's changes up to that date change. |
`;
  return new Map([['README.md', text]]);
}
