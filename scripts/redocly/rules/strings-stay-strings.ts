import { extname } from 'node:path';
import { LineCounter, parse, parseDocument, visit } from 'yaml';
import type { Context, Rule, Source } from '../cursor.ts';

/**
 * No string changes its type in YAML 1.1, which many parsers still read: there, `2019-12-02` is a date, `NO` is false,
 * and `1:30` is ninety.
 */
export const stringsStayStrings: Rule = () => {
  const seen = new Set<string>();
  const check = (source: Source, report: Context['report']) => {
    if (seen.has(source.absoluteRef)) return;
    seen.add(source.absoluteRef);
    if (['.yaml', '.yml'].includes(extname(source.absoluteRef))) checkFile(source, report);
  };
  return {
    Root: { enter: (_, { location, report }) => check(location.source, report) },
    ref: { enter: (_, { report }, { location }) => location && check(location.source, report) },
  };
};

function checkFile(source: Source, report: Context['report']): void {
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
