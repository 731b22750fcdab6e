import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { LineCounter, parse, parseDocument, visit } from 'yaml';
import { isObject } from '../../contract/schema.ts';
import type { Context, Rule, SourceFile } from '../cursor.ts';

/**
 * The key of a component is the name of its file.
 * An example of a body may have a shorter key: its file's name adds the operation or the side.
 */
export const aComponentIsNamedLikeItsFile: Rule = () => ({
  ref: {
    leave(reference, context) {
      const key = String(context.key);
      const target = String(reference.$ref).split('#')[0]!;
      const name = basename(target, extname(target));
      if (target === '' || haveOneName(context, key, name)) return;
      context.report({
        message: `\`${key}\` refers to a file named \`${name}\`: key and file must have the same name.`,
        location: context.location.key(),
      });
    },
  },
});

function haveOneName(context: Context, key: string, name: string): boolean {
  if (/^#\/components\/[^/]+\/[^/]+$/.test(context.location.pointer) || context.type.name === 'Header')
    return key === name;
  if (context.type.name !== 'Example') return true;
  const { node } = context.resolve(context.rawNode, context.location.source.absoluteRef);
  return isObject(node) && 'x-error' in node ? key === name : name.includes(key);
}

/**
 * Something in the contract refers to every file in its folder.
 *
 * @param options `except`: a regular expression for the paths of files that are not part of the document
 */
export const everyFileIsReferenced: Rule = ({ except }) => {
  const isException = new RegExp(except);
  const referenced = new Set<string>();
  let isComplete = true;
  return {
    ref: {
      enter(_node, _context, { location, error }) {
        if (location) referenced.add(location.source.absoluteRef);
        if (error) isComplete = false;
      },
    },
    Root: {
      leave(_, { location, report }) {
        // An unreadable file may refer to other files.
        if (!isComplete) return;
        const root = location.source.absoluteRef;
        // Redocly requires its own class of sources and does not export it to plugins.
        const RedoclySource = location.source.constructor as new (file: string, body: string) => SourceFile;
        const entries = readdirSync(dirname(root), { recursive: true, withFileTypes: true });
        const files = entries.filter((entry) => entry.isFile());
        for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
          const path = relative(dirname(root), file).split(sep).join('/');
          if (file === root || referenced.has(file) || isException.test(path)) continue;
          const source = new RedoclySource(file, readFileSync(file, 'utf8'));
          const message = 'Nothing in the contract refers to this file.';
          report({ message, location: { source, pointer: undefined, start: { line: 1, col: 1 } } });
        }
      },
    },
  };
};

/**
 * Every string is a string in YAML 1.1 too, which many parsers still use: there, `2019-12-02` is a date, `NO` is false,
 * and `1:30` is ninety.
 */
export const stringsStayStrings: Rule = () => {
  const seen = new Set<string>();
  const check = (source: SourceFile, report: Context['report']) => {
    if (seen.has(source.absoluteRef)) return;
    seen.add(source.absoluteRef);
    if (['.yaml', '.yml'].includes(extname(source.absoluteRef))) checkFile(source, report);
  };
  return {
    Root: { enter: (_, { location, report }) => check(location.source, report) },
    ref: { enter: (_, { report }, { location }) => location && check(location.source, report) },
  };
};

function checkFile(source: SourceFile, report: Context['report']): void {
  const lines = new LineCounter();
  visit(parseDocument(source.body, { lineCounter: lines }), {
    Scalar(_key, { value, type, source: text, range }) {
      if (typeof value !== 'string' || type !== 'PLAIN' || !text) return;
      const legacy: unknown = parse(text, { version: '1.1', logLevel: 'silent' });
      if (typeof legacy === 'string') return;
      const message = `\`${text}\` is not a string in YAML 1.1: put it in quotes.`;
      report({ message, location: { source, pointer: undefined, start: lines.linePos(range![0]) } });
    },
  });
}
