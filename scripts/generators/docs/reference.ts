import { marked } from 'marked';
import {
  type Document,
  type Example,
  type ParameterObject,
  type ResponseObject,
  resolve,
} from '../../contract/document.ts';
import {
  listExamples,
  listOperations,
  type Operation,
  type OperationError,
} from '../../contract/operations.ts';
import { type Bundle, generateBundle, type Revision } from '../../redocly/bundle.ts';
import { addChanges, listParameters, listProperties, type Property } from './properties.ts';

/** What the docs say about a contract. The page and its Markdown twin show the same. */
export type Reference = ReturnType<typeof readReference>;
export type OperationReference = ReturnType<typeof readOperation>;
export type ErrorChapter = ReturnType<typeof listErrors>[number];

/** A heading and the Markdown below it. */
interface Section {
  heading: string;
  text: string;
}

/** A request and its response by one name; either may be missing. */
export interface ExamplePair {
  name: string;
  request: Example | undefined;
  response: Example | undefined;
}

/** Reads from a contract what its docs say. */
export function readReference(bundle: Bundle) {
  const { document, revisions = [] } = bundle;
  const { title, version } = document.info;
  const { summary = '', description = '' } = document.info as { summary?: string; description?: string };
  const operations = listOperations(document);
  const [introduction, ...guide] = splitAtHeadings(description);
  return {
    title,
    version,
    summary,
    introduction: introduction!.text,
    /** The rest of the introduction, at its headings. */
    guide,
    operations: operations.map((operation) => readOperation(document, operation, revisions)),
    chapters: listErrors(operations),
    schemas: Object.keys(document.components.schemas).sort(),
    /** The text of `openapi.yaml`. */
    yaml: generateBundle(bundle).get('openapi.yaml')!,
  };
}

/** Splits Markdown at its headings of the first level; the first section has no heading. */
export function splitAtHeadings(markdown: string): Section[] {
  const sections: Section[] = [{ heading: '', text: '' }];
  for (const token of marked.lexer(markdown)) {
    if (token.type === 'heading' && token['depth'] === 1) {
      sections.push({ heading: token['text'], text: '' });
    } else {
      sections.at(-1)!.text += token.raw;
    }
  }
  return sections.map(({ heading, text }) => ({ heading, text: text.trim() }));
}

function readOperation(document: Document, operation: Operation, revisions: Revision[]) {
  const { id, method, path, status, object, parameters, request, response, errors } = operation;
  const success = resolve<ResponseObject>(document, object.responses[status]!);
  const requestBody = object.requestBody && resolve(document, object.requestBody);
  const seeAlso = object.externalDocs;
  const properties = (list: (from: Document) => Property[]) => addChanges(list(document), revisions, list);
  const hasRequest = request !== undefined || parameters.length > 0;
  const listInput = (from: Document) => [
    ...listParameters(from, parameters, `${id}-request`),
    ...(request ? listProperties(from, request, `${id}-request`) : []),
  ];
  const headers = Object.entries(success.headers ?? {}).map(([name, header]) => ({
    ...(resolve(document, header) as unknown as ParameterObject),
    name,
  }));
  return {
    id,
    method: method.toUpperCase(),
    path,
    status,
    errors,
    summary: object.summary,
    description: object.description,
    seeAlso: seeAlso ? `See also: [${seeAlso.description ?? seeAlso.url}](${seeAlso.url})` : '',
    /** The parameters of the URL, then the properties of the body; undefined when there are neither. */
    request: hasRequest
      ? { description: requestBody?.description ?? '', properties: properties(listInput) }
      : undefined,
    response: {
      description: `Status ${status}. ${success.description}`,
      properties: properties((from) => (response ? listProperties(from, response, `${id}-response`) : [])),
    },
    headers: listParameters(document, headers, `${id}-response`),
    examples: pairExamples(listExamples(document, requestBody), listExamples(document, success)),
    samples: object['x-codeSamples'] ?? [],
  };
}

function pairExamples(requests: Map<string, Example>, responses: Map<string, Example>): ExamplePair[] {
  const names = [...new Set([...requests.keys(), ...responses.keys()])];
  return names.map((name) => ({ name, request: requests.get(name), response: responses.get(name) }));
}

/** Lists every error once with the operations that model it, which a common error has none of. */
function listErrors(operations: Operation[]) {
  const all = operations.flatMap(({ id, errors }) => errors.map((error) => ({ id, error })));
  const errors = [...Map.groupBy(all, ({ error }) => error.name).values()].map((uses) => {
    const models = uses.filter(({ error }) => !error.common);
    return { ...(models[0] ?? uses[0]!).error, operations: models.map(({ id }) => id) };
  });
  const modelled = errors.filter((error) => error.operations.length > 0);
  const common = errors.filter((error) => error.operations.length === 0);
  return [
    { heading: 'Errors', text: 'The errors of the operations.', errors: modelled },
    { heading: 'Common errors', text: 'Any operation can return these.', errors: common },
  ].filter((chapter) => chapter.errors.length > 0);
}

/** Writes an error's status, whose fault it is, and whether to retry. */
export function describeError({ status, statusInferred, fault, retryable }: OperationError): string {
  return [
    `Status ${status}${statusInferred ? ' (inferred from another AWS service)' : ''}`,
    `${fault} error`,
    retryable ? 'retry with backoff' : 'do not retry',
  ].join(' · ');
}

/**
 * Lists the generated files that the docs offer for download, by their paths in `generated/`.
 *
 * `../` before a path leads there from `docs/index.html` on disk, and from a server that has the page at `/docs`.
 */
export function listDownloads({ schemas }: Pick<Reference, 'schemas'>) {
  return {
    documents: [
      { path: 'openapi.yaml', text: 'OpenAPI 3.1' },
      { path: 'openapi.json', text: 'OpenAPI 3.1 as JSON' },
      { path: 'openapi-3.0.json', text: 'OpenAPI 3.0, for tools that do not support 3.1' },
    ],
    schemas: schemas.map((name) => ({
      name,
      schema: `json-schema/${name}.json`,
      vectors: `conformance/${name}.json`,
    })),
  };
}
