import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import type { Schema } from '../../contract/document.ts';
import { writeChecks } from './checks.ts';
import { writeCollectors } from './collectors.ts';

const runtime = fileURLToPath(new URL('../../runtime/validation/', import.meta.url));

/**
 * Makes the module that validates: one file that imports nothing.
 *
 * @param schemas the contract's schemas by shape, without annotations
 * @param vendor who made the validators, for Standard Schema
 * @returns the text of the module, which exports `validate<Shape>` and `assert<Shape>` for each, and `ContractViolation`
 * @throws {Error} when a schema is not sound in ajv's strict mode, or needs code that the module would have to load
 */
export async function writeModule(schemas: Record<string, Schema>, vendor: string): Promise<string> {
  return bundle({
    validators: writeValidators(Object.keys(schemas), vendor),
    checks: writeChecks(schemas),
    collectors: writeCollectors(schemas),
  });
}

/** The marks let a bundler leave out the shapes that an importer does not use. */
function writeValidators(shapes: string[], vendor: string): string {
  const lines = shapes.flatMap((shape) => [
    `export const validate${shape} = /* @__PURE__ */ createValidator(${JSON.stringify(vendor)}, accept${shape}, collect${shape});`,
    `export const assert${shape} = /* @__PURE__ */ createAssertion("${shape}", validate${shape});`,
  ]);
  return `import { ${shapes.map((shape) => `accept${shape}`).join(', ')} } from "checks";
import { ${shapes.map((shape) => `collect${shape}`).join(', ')} } from "collectors";
import { createAssertion, createValidator } from "runtime/validator.ts";
export { ContractViolation } from "runtime/contract-violation.ts";
${lines.join('\n')}
`;
}

/** Puts modules that exist in memory only, and the sources that they import as `runtime/`, into one. */
async function bundle(modules: Record<string, string>): Promise<string> {
  const bundling = await rolldown({
    input: 'validators',
    platform: 'neutral',
    plugins: [
      {
        name: 'modules in memory',
        resolveId(id) {
          if (id.startsWith('runtime/')) return runtime + id.slice('runtime/'.length);
          return Object.hasOwn(modules, id) ? id : null;
        },
        load: (id) => modules[id] ?? null,
      },
    ],
    // Comments of the bundler would name folders of this machine.
    experimental: { attachDebugInfo: 'none' },
    onLog(level, log) {
      throw new Error(`${level} while bundling the validators: ${log.message}`);
    },
  });
  const { output } = await bundling.generate({ format: 'esm' });
  await bundling.close();
  return output[0].code;
}
