import {
  type CodeSample,
  type Document,
  type Example,
  type MediaType,
  type ParameterObject,
  type ResponseObject,
  resolve,
} from '../../contract/document.ts';
import { jsonBody, listOperations, type Operation, type OperationError } from '../../contract/operations.ts';
import { type Bundle, generateBundle, type Revision } from '../../redocly/bundle.ts';
import { addChanges, listParameters, listProperties, type Property } from './properties.ts';

/** Everything that the docs say about a contract. The page and its Markdown twin show the same. */
export interface Reference {
  title: string;
  version: string;
  /** One sentence. */
  summary: string;
  /** Markdown without headings. */
  introduction: string;
  /** The rest of the introduction, at its headings. */
  guide: Section[];
  operations: OperationReference[];
  /** Every error once, those of operations first. */
  chapters: ErrorChapter[];
  /** The names of all schemas, sorted. */
  schemas: string[];
  /** The text of `openapi.yaml`. */
  yaml: string;
}

/** A heading and the Markdown below it. */
export interface Section {
  heading: string;
  text: string;
}

/** Errors of one kind; there is at least one. */
export interface ErrorChapter {
  heading: string;
  text: string;
  errors: ErrorReference[];
}

/** An error, and the operations that model it; none for a common error. */
export interface ErrorReference extends OperationError {
  operations: string[];
}

/** A request and its response by one name; either may be missing. */
export interface ExamplePair {
  name: string;
  request?: Example;
  response?: Example;
}

/** What the docs say about one operation. */
export interface OperationReference extends Pick<Operation, 'id' | 'method' | 'path' | 'status' | 'errors'> {
  summary: string;
  description: string;
  seeAlso?: { url: string; description?: string };
  /** In the path or the query. */
  parameters: Property[];
  request?: Body;
  response: Body;
  headers: Property[];
  examples: ExamplePair[];
  samples: CodeSample[];
}

/** A body: what it is, and its properties. */
export interface Body {
  description: string;
  properties: Property[];
}

/** Reads from a contract what its docs say. */
export function readReference(bundle: Bundle): Reference {
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
    guide,
    operations: operations.map((operation) => readOperation(document, operation, revisions)),
    chapters: listErrors(operations),
    schemas: Object.keys(document.components.schemas).sort(),
    yaml: generateBundle(bundle).get('openapi.yaml')!,
  };
}

/** Splits Markdown at its headings of the first level; the first section has no heading. */
export function splitAtHeadings(markdown: string): Section[] {
  const sections: Section[] = [{ heading: '', text: '' }];
  let fenced = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    const heading = fenced ? undefined : /^# +(.+)/.exec(line)?.[1];
    if (heading) sections.push({ heading, text: '' });
    else sections.at(-1)!.text += `${line}\n`;
  }
  return sections.map(({ heading, text }) => ({ heading, text: text.trim() }));
}

function readOperation(document: Document, operation: Operation, revisions: Revision[]): OperationReference {
  const { id, method, path, status, object, parameters, request, response, errors } = operation;
  const success = resolve<ResponseObject>(document, object.responses[status]!);
  const requestBody = object.requestBody && resolve(document, object.requestBody);
  const properties = (list: (from: Document) => Property[]) => addChanges(list(document), revisions, list);
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
    ...(object.externalDocs && { seeAlso: object.externalDocs }),
    parameters: properties((from) => listParameters(from, parameters, `${id}-request`)),
    ...(request && {
      request: {
        description: requestBody?.description ?? '',
        properties: properties((from) => listProperties(from, request, `${id}-request`)),
      },
    }),
    response: {
      description: success.description,
      properties: response ? properties((from) => listProperties(from, response, `${id}-response`)) : [],
    },
    headers: listParameters(document, headers, `${id}-response`),
    examples: pairExamples(
      listExamples(document, requestBody),
      listExamples(document, success.content ? success : undefined),
    ),
    samples: object['x-codeSamples'] ?? [],
  };
}

function listExamples(document: Document, message: { content?: Record<string, MediaType> } | undefined) {
  const examples = Object.entries(message ? (jsonBody(message).examples ?? {}) : {});
  return new Map(examples.map(([name, example]) => [name, resolve<Example>(document, example)]));
}

function pairExamples(requests: Map<string, Example>, responses: Map<string, Example>): ExamplePair[] {
  return [...new Set([...requests.keys(), ...responses.keys()])].map((name) => {
    const [request, response] = [requests.get(name), responses.get(name)];
    return { name, ...(request && { request }), ...(response && { response }) };
  });
}

function listErrors(operations: Operation[]): ErrorChapter[] {
  const all = operations.flatMap(({ id, errors }) => errors.map((error) => ({ id, error })));
  const errors = [...Map.groupBy(all, ({ error }) => error.name).values()].map((uses): ErrorReference => {
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

/** Says when an error is returned and what to do about it, but for its description. */
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
