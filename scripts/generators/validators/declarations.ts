import { readFile } from 'node:fs/promises';
import ts from 'typescript';

/**
 * Writes the types of the validators.
 *
 * @param shapes the names of the shapes
 * @returns the text of a declaration file, which needs `types.ts` beside it
 */
export async function writeDeclarations(shapes: string[]): Promise<string> {
  const validators = shapes.map(
    (shape) => `/** Tells whether a value is a \`${shape}\`; if not, \`errors\` holds what is wrong. */
export const validate${shape}: Validator<${shape}>;

/** Throws a {@link ContractViolation} with every fault when a value is no \`${shape}\`. */
export function assert${shape}(value: unknown): asserts value is ${shape};
`,
  );
  return [
    `import type {\n${shapes.map((shape) => `  ${shape},\n`).join('')}} from './types.js';\n`,
    await declare('types.ts'),
    await declare('contract-violation.ts'),
    ...validators,
  ].join('\n');
}

/** Takes the declarations from a source; its imports go, because all of them end up in one file. */
async function declare(file: string): Promise<string> {
  const source = await readFile(new URL(`../../runtime/validation/${file}`, import.meta.url), 'utf8');
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileDeclaration(source, { compilerOptions }).outputText.replace(/^import .*\n/gm, '');
}
