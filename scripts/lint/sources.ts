import { readFile } from 'node:fs/promises';
import { dirname, extname, relative, resolve } from 'node:path';
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { parsePointer } from '../contract/json-pointer.ts';
import type { OwnRule, Problem } from './problem.ts';

/** The steps from the root of a file to a node. */
export type Path = (string | number)[];

/** One file of a contract, with what is needed to tell where in it a node stands. */
export interface Source {
  /** Absolute path. */
  file: string;
  document: Document;
  /** The file's value, with nothing resolved. */
  value: unknown;
  lines: LineCounter;
}

/** A node of a contract, by its file and the steps to it. */
export interface Place {
  source: Source;
  path: Path;
}

/** The files that a contract consists of, by absolute path, and what kept some from being read. */
export interface Sources {
  /** Absolute path of the file that the contract starts in. */
  root: string;
  files: Map<string, Source>;
  problems: Problem[];
}

/** A reference in a file: where it stands, and the file and node that it names. */
interface Reference extends Place {
  target: string;
  pointer: string;
}

/**
 * Reads a contract's files: the root, and every file that is referenced from there on.
 * A file that is neither YAML nor JSON, such as a text, counts as a single string.
 *
 * @param root path of the root file
 * @returns the files, and a problem for each that is missing or no YAML and each reference that leads nowhere
 */
export async function readSources(root: string): Promise<Sources> {
  const sources: Sources = { root: resolve(root), files: new Map(), problems: [] };
  await addFile(sources, sources.root, undefined);
  return sources;
}

async function addFile(sources: Sources, file: string, from: Reference | undefined): Promise<void> {
  const source = await readSource(file).catch((error: NodeJS.ErrnoException) => error);
  if (source instanceof Error) {
    const message = `The file ${relativePath(file)} cannot be read (${source.code}).`;
    sources.problems.push(
      from
        ? problemAt(from, 'files-can-be-read', message)
        : { file: relativePath(file), line: 1, column: 1, rule: 'files-can-be-read', message },
    );
    return;
  }
  sources.files.set(file, source);
  const faults = source.document.errors;
  sources.problems.push(...faults.map((fault) => syntaxProblem(file, fault.message, fault.linePos?.[0])));
  if (faults.length > 0) return;
  for (const reference of listReferences(source)) await addReference(sources, reference);
}

async function addReference(sources: Sources, reference: Reference): Promise<void> {
  const { target, pointer } = reference;
  if (!sources.files.has(target)) await addFile(sources, target, reference);
  const source = sources.files.get(target);
  if (!source || source.document.errors.length > 0) return;
  if (valueAt({ source, path: parsePointer(`#${pointer}`) }) !== undefined) return;
  const message = `${relativePath(target)} has no node at ${pointer}.`;
  sources.problems.push(problemAt(reference, 'references-lead-somewhere', message));
}

async function readSource(file: string): Promise<Source> {
  const text = await readFile(file, 'utf8');
  const lines = new LineCounter();
  const isData = ['.yaml', '.yml', '.json'].includes(extname(file));
  const document = parseDocument(isData ? text : JSON.stringify(text), { lineCounter: lines });
  return { file, document, lines, value: document.errors.length === 0 ? document.toJS() : undefined };
}

function syntaxProblem(
  file: string,
  message: string,
  position: { line: number; col: number } | undefined,
): Problem {
  const { line, col } = position ?? { line: 1, col: 1 };
  const [summary] = message.split(/ at line \d+|\n/);
  return { file: relativePath(file), line, column: col, rule: 'files-are-yaml', message: `${summary}.` };
}

/** Lists the references of a file; a `$ref` inside the value of an example is data. */
function listReferences(source: Source): Reference[] {
  const references: Reference[] = [];
  const walk = (value: unknown, path: Path) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      const here = [...path, Array.isArray(value) ? Number(key) : key];
      if (key === '$ref' && typeof member === 'string')
        references.push(follow({ source, path: here }, member));
      else if (!isExampleValue(path, key)) walk(member, here);
    }
  };
  walk(source.value, []);
  return references;
}

function isExampleValue(path: Path, key: string): boolean {
  const isOfExample = path.length === 0 || path.at(-2) === 'examples';
  return (key === 'value' && isOfExample) || (key === 'example' && path.at(-1) !== 'properties');
}

function follow(place: Place, reference: string): Reference {
  const [file = '', pointer = ''] = reference.split('#');
  const target =
    file === '' ? place.source.file : resolve(dirname(place.source.file), decodeURIComponent(file));
  return { ...place, target, pointer };
}

/**
 * Follows a reference from a place to the node it names.
 *
 * @param sources the contract's files, without problems
 * @param place where the reference stands
 * @param reference the value of `$ref`
 * @returns the place of the node, which may be a reference again
 */
export function targetPlace(sources: Sources, place: Place, reference: string): Place {
  const { target, pointer } = follow(place, reference);
  return { source: sources.files.get(target)!, path: parsePointer(`#${pointer}`) };
}

/**
 * Reads the value of a node.
 *
 * @param place the node
 * @returns its value, with nothing resolved, or undefined when the file has no such node
 */
export function valueAt({ source, path }: Place): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    source.value,
  );
}

/**
 * Reports a problem at the place where its node stands.
 *
 * @param place the node
 * @param rule the rule that it breaks
 * @param message what is wrong
 * @param options `key`: report at the node's key instead of its value
 * @returns the problem; a node that the file does not have is reported at the nearest one around it
 */
export function problemAt(
  place: Place,
  rule: OwnRule,
  message: string,
  options: { key?: boolean } = {},
): Problem {
  const { source, path } = place;
  const offset = (options.key ? keyOffset(source, path) : undefined) ?? valueOffset(source, path);
  const { line, col } = source.lines.linePos(offset);
  return { file: relativePath(source.file), line, column: col, rule, message };
}

function keyOffset({ document }: Source, path: Path): number | undefined {
  return pairAt(nodeAt(document, path.slice(0, -1)), path.at(-1))?.key.range?.[0];
}

function valueOffset({ document }: Source, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = nodeAt(document, path.slice(0, length));
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function nodeAt(document: Document, path: Path): Node | undefined {
  let node: unknown = document.contents;
  for (const step of path) node = isSeq(node) ? node.items[Number(step)] : pairAt(node, step)?.value;
  return isNode(node) ? node : undefined;
}

/** Finds a pair of a map; a step is a string even where the file has a number as its key. */
function pairAt(node: unknown, step: string | number | undefined): Pair<Node, Node> | undefined {
  if (!isMap<Node, Node>(node)) return undefined;
  return node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step)) as Pair<
    Node,
    Node
  >;
}

/**
 * Names a file in the way that problems do.
 *
 * @param file an absolute path
 * @returns the path from the working directory, with forward slashes
 */
export function relativePath(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/');
}
