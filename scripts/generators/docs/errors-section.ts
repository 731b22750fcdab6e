import type { Operation, OperationError } from '../../contract/operations.ts';
import type { Chapter, Section } from './chapter.ts';

/**
 * Describes every error that operations can answer with, each in a section of its own that links can point at.
 *
 * @param operations the contract's operations
 * @returns a chapter with the errors that operations model, and one with those common to all
 */
export function describeErrors(operations: Operation[]): Chapter[] {
  const sources = operations.flatMap(({ id, errors }) => errors.map((error) => ({ id, error })));
  const modelled: Section[] = [];
  const common: Section[] = [];
  for (const [heading, all] of Map.groupBy(sources, ({ error }) => error.name)) {
    const models = all.filter(({ error }) => !error.common);
    const by = models.map(({ id }) => `\`${id}\``).join(', ');
    const text = describeError((models[0] ?? all[0]!).error);
    if (by) modelled.push({ heading, text: operations.length > 1 ? `An error of ${by}.\n\n${text}` : text });
    else common.push({ heading, text });
  }
  return [
    { title: 'Errors', sections: modelled },
    { title: 'Common errors', sections: common },
  ];
}

function describeError({ status, fault, retryable, statusInferred, description, message }: OperationError) {
  const inferred = statusInferred
    ? ' The status was inferred, not read from the reference of this service.'
    : '';
  return `Status **${status}**, a fault of the ${fault}. Retry: **${retryable ? 'yes, after a wait' : 'no'}**.${inferred}

${description}

\`\`\`json
${JSON.stringify({ message }, null, 2)}
\`\`\``;
}
