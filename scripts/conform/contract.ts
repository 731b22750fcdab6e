import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readDocument, resolve } from '../contract/document.ts';
import { findFile, findRevision, loadValidators } from '../contract/generated.ts';
import { jsonBody, listOperations, type Operation } from '../contract/operations.ts';
import { mergeReference } from '../contract/schema.ts';
import type { Contract, Request } from './types.ts';

/** Loads the package's contract, a revision of it, or another contract from a folder. */
export async function loadContract(revision?: string, folder?: string): Promise<Contract> {
  const place = folder ?? findRevision(revision);
  const document = await readDocument(join(place, 'openapi.json'));
  // A revision has the documents of the base, and its own validators say which of them are valid.
  const beside = join(place, 'conformance');
  const vectors = existsSync(beside) ? beside : findFile('generated/conformance');
  return {
    document,
    operations: listOperations(document),
    validators: await loadValidators(place),
    revision: document.info['x-revision'] as string | undefined,
    async readVectors(schema) {
      const file = join(vectors, `${schema}.json`);
      return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')).vectors : [];
    },
  };
}

/**
 * Makes a function that makes requests of input. It leaves out nothing that the contract requires, and takes that from
 * the contract's examples.
 */
export function createRequests(
  { document, validators }: Contract,
  operation: Operation,
): (input: Record<string, unknown>) => Request {
  const examples = Object.fromEntries(
    operation.parameters
      .filter(({ required }) => required)
      .map(({ name, schema = {} }) => {
        const { examples, default: usual, enum: values } = mergeReference(document, schema);
        return [name, examples?.[0] ?? usual ?? values?.[0]];
      }),
  );
  const validate = validators[`validate${operation.request}`];
  const body = operation.request && !validate?.({}) ? exampleBody({ document }, operation) : {};
  return (input) => {
    const all: Record<string, unknown> = { ...body, ...examples, ...input };
    const inUrl = operation.parameters.filter(({ name }) => all[name] !== undefined);
    const rest = Object.entries(all).filter(([name]) => !inUrl.some((parameter) => parameter.name === name));
    return writeRequest(operation, all, Object.fromEntries(rest));
  };
}

function writeRequest(operation: Operation, all: Record<string, unknown>, body: object): Request {
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let { path } = operation;
  for (const { name, in: place } of operation.parameters) {
    const values = all[name] === undefined ? [] : [all[name]].flat().map(String);
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(values.join(',')));
    else if (place === 'query') for (const value of values) query.append(name, value);
    else if (values.length > 0) headers[name.toLowerCase()] = values.join(',');
  }
  if (query.size > 0) path += `?${String(query).replaceAll('+', '%20')}`;
  const method = operation.method.toUpperCase();
  if (!operation.request) return { method, path, headers };
  headers['content-type'] = 'application/json';
  return { method, path, headers, body: JSON.stringify(body) };
}

function exampleBody({ document }: Pick<Contract, 'document'>, { object }: Operation): object {
  const [example] = Object.values(jsonBody(resolve(document, object.requestBody!)).examples ?? {});
  return example ? (resolve(document, example) as { value: object }).value : {};
}

/** Whether sending a request changes nothing, as far as the contract says. */
export function isRead({ method, paginated }: Operation): boolean {
  return method === 'get' || paginated !== undefined;
}
