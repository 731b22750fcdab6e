import type { Rule } from './cursor.ts';
import * as errors from './rules/errors.ts';
import * as examples from './rules/examples.ts';
import * as files from './rules/files.ts';
import * as operations from './rules/operations.ts';
import * as schemas from './rules/schemas.ts';

const rules: Record<string, Rule> = {
  ...errors,
  ...examples,
  ...files,
  ...operations,
  ...schemas,
};

/**
 * A Redocly plugin with the rules that configurable assertions cannot express. `redocly.yaml` turns them on:
 * there, `schemasCompile` is called `contract/schemas-compile`.
 */
export default function contractRules(): { id: string; rules: { oas3: typeof rules } } {
  const named = Object.entries(rules).map(([name, rule]) => [
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    rule,
  ]);
  return { id: 'contract', rules: { oas3: Object.fromEntries(named) } };
}
