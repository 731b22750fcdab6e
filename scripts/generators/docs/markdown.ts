import type { Json } from '../../contract/document.ts';
import type { Property } from './properties.ts';
import {
  describeError,
  type ErrorChapter,
  type ExamplePair,
  listDownloads,
  type OperationReference,
  type Reference,
} from './reference.ts';

/** Writes the docs as Markdown, for terminals, language models and browsers without JavaScript. */
export function renderMarkdown(reference: Reference): string {
  const { title, version, summary, introduction, guide, operations, chapters } = reference;
  const parts = [
    `# ${title}\n\n${summary}\nVersion ${version} of the API.\n\n${introduction}`,
    ...operations.map(renderOperation),
    ...guide.map(({ heading, text }) => `## ${heading}\n\n${text}`),
    ...chapters.map(({ heading, text, errors }) =>
      [`## ${heading}`, text, ...errors.map(renderError)].join('\n\n'),
    ),
    `## Downloads\n\n${renderDownloads(reference)}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function renderOperation(operation: OperationReference): string {
  const { id, summary, description, seeAlso, method, path, request, response, headers } = operation;
  const parts = [
    `## ${summary}`,
    `\`${id}\`: \`${method} ${path}\``,
    description,
    seeAlso,
    ...(request ? [`### Request of ${id}`, request.description, renderProperties(request.properties)] : []),
    `### Response of ${id}`,
    response.description,
    renderProperties(response.properties),
    headers.length > 0 && `Headers:\n\n${renderProperties(headers)}`,
    `### Errors of ${id}`,
    operation.errors.map(({ name, status }) => `- ${status} [${name}](#${name.toLowerCase()})`).join('\n'),
    operation.samples.length > 0 && `### Code samples for ${id}`,
    ...operation.samples.map(
      ({ label, lang, source }) => `${label}:\n\n${fence(source, lang.toLowerCase())}`,
    ),
    operation.examples.length > 0 && `### Examples of ${id}`,
    ...operation.examples.map(renderExample),
  ];
  return parts.filter(Boolean).join('\n\n');
}

function renderProperties(properties: Property[]): string {
  return properties
    .map((property) => {
      const { path, type, required, depth } = property;
      const facts = [type, required && 'required', ...property.constraints].filter(Boolean).join(', ');
      const examples = property.examples.map((example) => `\`${JSON.stringify(example)}\``).join(', ');
      const sentences = [property.description, ...property.notes, examples && `Example: ${examples}.`];
      const text = sentences.filter(Boolean).join(' ');
      return `${'  '.repeat(depth)}- \`${path}\` (${facts}): ${text}`;
    })
    .join('\n');
}

function renderExample({ name, request, response }: ExamplePair): string {
  const parts = [request, response].map(
    (example, index) =>
      example &&
      `${index ? 'Response' : 'Request'}: ${example.summary} ${example.description}\n\n${json(example.value)}`,
  );
  return [`#### ${name}`, ...parts].filter(Boolean).join('\n\n');
}

function renderError(error: ErrorChapter['errors'][number]): string {
  return `### ${error.name}\n\n${describeError(error)}\n\n${error.description}\n\n${json({ message: error.message })}`;
}

function renderDownloads(reference: Reference): string {
  const { documents, schemas } = listDownloads(reference);
  const lines = documents.map(({ path, text }) => `- [${path}](../${path}): ${text}`);
  const rows = schemas.map(
    ({ name, schema, vectors }) => `| ${name} | [schema](../${schema}) | [vectors](../${vectors}) |`,
  );
  return [...lines, '', '| Name | JSON Schema | Test vectors |', '| --- | --- | --- |', ...rows].join('\n');
}

function json(value: Json): string {
  return fence(`${JSON.stringify(value, null, 2)}\n`, 'json');
}

function fence(code: string, language: string): string {
  return `\`\`\`${language}\n${code.trimEnd()}\n\`\`\``;
}
