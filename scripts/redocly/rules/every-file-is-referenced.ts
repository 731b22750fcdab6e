import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Rule, Source } from '../cursor.ts';

/**
 * A file in the contract's folder that nothing refers to would be read by nobody.
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
        // A file that cannot be read may refer to others.
        if (!isComplete) return;
        const root = location.source.absoluteRef;
        // Redocly reports only in sources of its own class, which it does not export to plugins.
        const RedoclySource = location.source.constructor as new (file: string, body: string) => Source;
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
