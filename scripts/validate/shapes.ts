import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { componentName, type Document, type ResponseObject, resolve } from '../contract/document.ts';
import { itemSchema, listOperations, type Operation } from '../contract/operations.ts';
import { findFile } from '../contract/package-files.ts';
import { nearestName } from '../runtime/client/nearest-name.ts';
import type { Validator } from '../runtime/validation/types.ts';
import { CannotValidate } from './cannot-validate.ts';

/** The shapes of a contract and the validators that were compiled from them. */
export interface Shapes {
  /** Where they were loaded from. */
  folder: string;
  document: Document;
  operations: Operation[];
  /** Every shape's name, first those that a document is likeliest to be: bodies, then listed items, then the rest. */
  names: string[];
  validators: Record<string, Validator<unknown>>;
}

/**
 * Loads the contract's shapes and their compiled validators.
 *
 * @param folder where `openapi.json` and `validators.js` are; the package's own `generated/` when absent
 * @returns the shapes
 * @throws {CannotValidate} when the folder lacks one of the two files
 */
export async function loadShapes(folder = dirname(findFile('generated/openapi.json'))): Promise<Shapes> {
  for (const file of ['openapi.json', 'validators.js']) {
    if (!existsSync(join(folder, file))) throw new CannotValidate(`${join(folder, file)} is missing`);
  }
  const document: Document = JSON.parse(await readFile(join(folder, 'openapi.json'), 'utf8'));
  const compiled: Record<string, Validator<unknown>> = await import(
    pathToFileURL(join(folder, 'validators.js')).href
  );
  const operations = listOperations(document);
  const names = [
    ...new Set([...likeliestShapes(document, operations), ...Object.keys(document.components.schemas)]),
  ];
  const validators = Object.fromEntries(names.map((name) => [name, compiled[`validate${name}`]!]));
  return { folder, document, operations, names, validators };
}

/**
 * Finds a shape by the name that a user gave.
 *
 * @param shapes the contract's shapes
 * @param name such as `ImageScanFinding`
 * @returns the name
 * @throws {CannotValidate} when there is none of that name, with the nearest one
 */
export function requireShape({ names }: Shapes, name: string): string {
  if (names.includes(name)) return name;
  const nearest = nearestName(name, names);
  const suggestion = nearest ? `; did you mean ${nearest}?` : `; the shapes are ${names.join(', ')}`;
  throw new CannotValidate(`the contract has no shape ${name}${suggestion}`);
}

/**
 * Tells which shape the body of a response follows.
 *
 * @param document the bundled contract
 * @param operation the operation that was called
 * @param status the response's HTTP status
 * @returns the shape's name; undefined when the contract states no JSON body for that status
 */
export function responseShape(document: Document, operation: Operation, status: number): string | undefined {
  const { responses } = operation.object;
  const response = responses[status] ?? responses[`${String(status)[0]}XX`] ?? responses['default'];
  const content = response && resolve<ResponseObject>(document, response).content;
  return content?.['application/json'] && componentName(content['application/json'].schema);
}

function likeliestShapes(document: Document, operations: Operation[]): string[] {
  const bodies = operations.flatMap(({ request, response }) => [request, response]);
  const items = operations.map((operation) => componentName(itemSchema(document, operation) ?? {}));
  const errors = operations.flatMap((operation) =>
    Object.keys(operation.object.responses).map((status) =>
      responseShape(document, operation, Number(status)),
    ),
  );
  return [...bodies, ...items, ...errors].filter((name) => name !== undefined);
}
