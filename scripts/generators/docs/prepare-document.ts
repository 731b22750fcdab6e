import type { Document, OperationObject } from '../../contract/document.ts';
import { listOperations, methods, type Operation } from '../../contract/operations.ts';
import type { Chapter } from './chapter.ts';
import { listDownloads } from './downloads-section.ts';
import { describeErrors } from './errors-section.ts';
import { splitIntroduction } from './introduction.ts';
import { spellOut } from './spell-out.ts';

/**
 * Makes the copy of a contract that Redoc renders: first the operations, then what explains them.
 *
 * Redoc shows the operations of a tag only after a click on it; those without a tag stand open. A tag without
 * operations is a section of text.
 *
 * @param document the bundled contract; it is not modified
 * @returns the copy
 * @throws {Error} when a reference leads nowhere, or the introduction has a heading below the first level
 */
export function prepareDocument(document: Document): object {
  const operations = listOperations(document);
  // The servers of the whole contract would fill the first screen; those of an operation are behind a click.
  const { servers, ...copy } = spellOut(document);
  const { summary, sections } = splitIntroduction(String(document.info['description'] ?? ''));
  const chapters = [
    { title: 'Guide', sections: [...sections, listDownloads(document)] },
    ...describeErrors(operations),
  ];
  return {
    ...copy,
    info: { ...document.info, description: `${summary}\n\n${jumpTo(operations)}` },
    paths: Object.fromEntries(
      Object.entries(copy.paths).map(([path, item]) => [path, standAlone(item, servers)]),
    ),
    ...asTags(chapters),
  };
}

function jumpTo(operations: Operation[]): string {
  const links = operations.map(({ id }) => `[${id}](#/other/${id.toLowerCase()})`);
  return `Jump to ${[...links, '[downloads](#/downloads)'].join(', ')}.`;
}

/** The empty name is Redoc's for what has no tag. */
function asTags(chapters: Chapter[]) {
  const tags = chapters.flatMap(({ sections }) =>
    sections.map(({ heading, text }) => ({ name: heading, description: text, 'x-traitTag': true })),
  );
  const groups = chapters.map(({ title, sections }) => ({
    name: title,
    tags: sections.map(({ heading }) => heading),
  }));
  return { tags: [{ name: '' }, ...tags], 'x-tagGroups': [{ name: 'Operations', tags: [''] }, ...groups] };
}

function standAlone(item: Record<string, OperationObject>, servers: Document['servers']) {
  return Object.fromEntries(
    Object.entries(item).map(([key, value]) => {
      if (!methods.includes(key)) return [key, value];
      const { tags: _, ...operation } = value;
      return [key, { servers, ...operation }];
    }),
  );
}
