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
  /** Also generated for each revision if it differs from the base. */
  revised?: true;
  /** The path, perhaps with a placeholder such as `<Shape>`, and content of each file. */
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
    contents: { 'types.ts': 'TypeScript types for each schema, with the constraints in comments.' },
  },
  {
    name: 'client',
    generate: generateClient,
    contents: {
      'client.ts':
        'A typed client for browsers, workers and other platforms with `fetch`; needs `types.ts`, `service.ts`, `validators.js`, `runtime/` and the packages `openapi-fetch` and `aws4fetch`.',
      'client-node.ts':
        'The same client, but faster on Node; needs the package `aws4` instead of `aws4fetch`.',
      'revisions.ts': 'Loads the validators of a revision for the client.',
      'service.ts': 'The facts of the contract that the client uses at run time.',
      'runtime/': "The client's code for requests, errors and pages, copied from `scripts/runtime/`.",
    },
  },
  {
    name: 'validators',
    revised: true,
    generate: generateValidators,
    contents: {
      'validators.js': 'A validator and an assertion for each schema. Has no imports.',
      'validators.d.ts': 'Their types; needs `types.ts`.',
      'validators-by-revision.js': 'The validators of every revision of the contract.',
      'validators-by-revision.d.ts': 'Their types.',
      'validators-strict.js': 'The same, but unknown properties in responses are violations too.',
      'validators-strict.d.ts': 'Their types.',
    },
  },
  {
    name: 'JSON Schemas',
    revised: true,
    generate: generateJsonSchemas,
    contents: { 'json-schema/<Shape>.json': 'A self-contained JSON Schema (draft 2020-12) for each schema.' },
  },
  {
    name: 'vectors',
    generate: generateConformance,
    contents: {
      'conformance/<Shape>.json': 'Test documents for validators, with expected results, for each schema.',
      'conformance/schema.json': 'The JSON Schema of those files.',
      'conformance/README.md': 'How to use them, in any language.',
    },
  },
  {
    name: 'Smithy',
    generate: generateSmithy,
    contents: {
      'smithy/model.json': "The schemas of the contract as a Smithy model, in AWS's namespace.",
      'smithy/tests.json':
        "The vectors of the operations as Smithy's protocol tests, to load with that model.",
    },
  },
  {
    name: 'docs',
    generate: generateDocs,
    contents: {
      'docs/index.html': 'The docs on one page that works offline.',
      'docs/index.md': 'The same as Markdown.',
    },
  },
];

/** Writes the page that explains each generated file; `title` is its first line. */
export function generateReadme(title: string): Files {
  const rows = artifacts
    .flatMap(({ contents }) => Object.entries(contents))
    .map(([path, text]) => `| \`${path}\` | ${text} |`);
  const text = `${title}

Everything here is generated from the contract in \`openapi/\`.
Do not edit these files: change the contract or the code in \`scripts/\`, then run:

\`\`\`sh
npm run generate
\`\`\`

\`npm run generate -- --check\` fails if a file is out of date.

| File | Content |
| --- | --- |
${rows.join('\n')}
| \`revisions/<date>/\` | The files that differ after AWS's changes up to that date. |
`;
  return new Map([['README.md', text]]);
}
