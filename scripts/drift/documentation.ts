import { componentName } from '../contract/document.ts';
import { listUses, type Model } from './model.ts';

/** A text of AWS's model that changed between two of its versions. */
export interface DocumentationChange {
  subject: string;
  old?: string | undefined;
  new?: string | undefined;
}

/** Lists the texts of the shapes that operations reach, and how they changed from one version of a model to another. */
export function compareDocumentation(old: Model, now: Model): DocumentationChange[] {
  const [before, after] = [listTexts(old), listTexts(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((subject) => ({ subject, old: before.get(subject), new: after.get(subject) }))
    .filter((change) => change.old !== change.new);
}

function listTexts({ operations, shapes }: Model): Map<string, string> {
  const texts = new Map<string, string>();
  const add = (subject: string, html = '') => {
    const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    if (html) texts.set(subject, text.trim());
  };
  const reached = new Set<string | undefined>();
  for (const [id, { documentation, input, output, errors }] of operations) {
    add(id, documentation);
    for (const name of [input, output, ...[...errors.values()].map(({ body }) => body)]) reached.add(name);
  }
  // A Set visits what is added while it is walked.
  for (const name of reached) {
    const shape = shapes[name ?? ''];
    if (name === undefined || !shape) continue;
    add(name, shape.description);
    for (const [property, { description }] of Object.entries(shape.properties ?? {})) {
      add(`${name}.${property}`, description);
    }
    for (const use of listUses(shape).values()) reached.add(componentName(use));
  }
  return texts;
}
