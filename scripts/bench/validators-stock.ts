import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Document } from '../contract/document.ts';
import { annotations, mapSchemas, plainSchema } from '../contract/schema.ts';

/** The modules that stock ajv compiles, one for each way to report violations. */
export interface StockModules {
  firstViolation: string;
  allViolations: string;
}

/**
 * Compiles the contract's shapes with stock ajv, in a folder where the modules find what they load.
 *
 * @param document the bundled contract
 * @param work gets the modules' paths; each exports `validate<Shape>`
 * @returns what `work` returns; the modules are gone then
 */
export async function withStockModules<Result>(
  document: Document,
  work: (modules: StockModules) => Promise<Result>,
): Promise<Result> {
  const temporary = fileURLToPath(new URL('../../.tmp/', import.meta.url));
  await mkdir(temporary, { recursive: true });
  const folder = await mkdtemp(`${temporary}bench-`);
  const modules = {
    firstViolation: join(folder, 'first-violation.cjs'),
    allViolations: join(folder, 'all-violations.cjs'),
  };
  try {
    await writeFile(modules.firstViolation, compile(document, false));
    await writeFile(modules.allViolations, compile(document, true));
    return await work(modules);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function compile(document: Document, allErrors: boolean): string {
  const ajv = new Ajv2020({ allErrors, code: { source: true } });
  ajv.addVocabulary(['components']);
  const { schemas } = mapSchemas(document, (schema) => plainSchema(schema, annotations)).components;
  ajv.addSchema({ $id: 'contract', components: { schemas } });
  const exports = Object.keys(schemas).map((shape) => [
    `validate${shape}`,
    `contract#/components/schemas/${shape}`,
  ]);
  return standalone.default(ajv, Object.fromEntries(exports));
}
