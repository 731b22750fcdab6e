import type { Model } from './model.ts';

/** A text of AWS's model that changed between two of its versions. */
export interface DocumentationChange {
  subject: string;
  old?: string;
  new?: string;
}

/** Lists the texts of the shapes that operations reach, and how they changed from one version of a model to another. */
export function compareDocumentation(old: Model, now: Model): DocumentationChange[] {
  const [before, after] = [listTexts(old), listTexts(now)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((subject) => before.get(subject) !== after.get(subject))
    .map((subject) => ({
      subject,
      ...(before.has(subject) && { old: before.get(subject)! }),
      ...(after.has(subject) && { new: after.get(subject)! }),
    }));
}

function listTexts({ operations, shapes }: Model): Map<string, string> {
  const texts = new Map<string, string>();
  const add = (subject: string, html: string | undefined) => {
    if (html)
      texts.set(
        subject,
        html
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      );
  };
  const reached = new Set<string>();
  for (const [id, operation] of operations) {
    add(id, operation.documentation);
    const errors = [...operation.errors.values()].map(({ body }) => body);
    for (const name of [operation.input, operation.output, ...errors]) if (name) reached.add(name);
  }
  // A Set visits what is added while it is walked.
  for (const name of reached) {
    const shape = shapes.get(name);
    if (!shape) continue;
    add(name, shape.documentation);
    for (const [member, { documentation }] of shape.members ?? []) add(`${name}.${member}`, documentation);
    for (const target of [shape.item, shape.key, shape.value, ...(shape.members?.values() ?? [])]) {
      if (target) reached.add(target.shape);
    }
  }
  return texts;
}
