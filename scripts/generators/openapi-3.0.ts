import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Converter } from '@apiture/openapi-down-convert';
import type { Document, Schema } from '../contract/document.ts';
import { mapSchemas, mergeReference } from '../contract/schema.ts';
import { type Files, withTemporaryFolder } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';
import { runRedocly } from '../redocly/run.ts';

const name = 'openapi-3.0.json';

/**
 * Converts the contract to OpenAPI 3.0, for tools that do not read 3.1, and lints the result.
 *
 * @param contract the bundled contract
 * @returns `openapi-3.0.json`
 * @throws {Error} when the contract cannot be converted, or Redocly's recommended rules find fault with the result
 */
export async function generateOpenApi30({ document }: Bundle): Promise<Files> {
  const text = `${JSON.stringify(convert(document), null, 2)}\n`;
  await withTemporaryFolder(async (folder) => {
    await writeFile(join(folder, name), text);
    await writeFile(join(folder, 'redocly.yaml'), 'extends: [recommended-strict]\n');
    await runRedocly(['lint', name, '--config=redocly.yaml', '--lint-config=error'], folder);
  });
  return new Map([[name, text]]);
}

function convert(document: Document): Document {
  const prepared = mapSchemas(document, (schema) => unbindExclusive(settleReference(document, schema)));
  const { jsonSchemaDialect: _, ...converted } = new Converter(prepared).convert() as Document;
  const info = { ...converted.info };
  delete info['summary'];
  return dropUnusedSchemas({ ...converted, info: nameLicense(document, info) });
}

/** 3.0 ignores what stands beside a `$ref`; an object stays a type of its own, anything else is written out. */
function settleReference(document: Document, schema: Schema): Schema {
  const { $ref, ...siblings } = schema;
  if (!$ref || Object.keys(siblings).length === 0) return schema;
  const merged = mergeReference(document, schema);
  return merged.type === 'object' ? { ...siblings, allOf: [{ $ref }] } : merged;
}

/** A shape that stands written out wherever it is used has no use as a component. */
function dropUnusedSchemas(document: Document): Document {
  const text = JSON.stringify(document);
  const { schemas } = document.components;
  const used = Object.entries(schemas).filter(([name]) => text.includes(`"#/components/schemas/${name}"`));
  if (used.length === Object.keys(schemas).length) return document;
  const components = { ...document.components, schemas: Object.fromEntries(used) };
  return dropUnusedSchemas({ ...document, components });
}

/** An exclusive bound is a number in 3.1, and a flag beside the bound in 3.0. */
function unbindExclusive(schema: Schema): Schema {
  const { exclusiveMinimum, exclusiveMaximum, ...rest } = schema;
  return {
    ...rest,
    ...(exclusiveMinimum !== undefined && { minimum: exclusiveMinimum, exclusiveMinimum: true }),
    ...(exclusiveMaximum !== undefined && { maximum: exclusiveMaximum, exclusiveMaximum: true }),
  };
}

/** 3.0 knows a licence by its URL, 3.1 also by its SPDX identifier. */
function nameLicense<Info extends object>(document: Document, info: Info): Info {
  const license = document.info['license'] as { name: string; identifier?: string; url?: string } | undefined;
  if (!license?.identifier) return info;
  const { identifier, ...named } = license;
  return { ...info, license: { url: `https://spdx.org/licenses/${identifier}.html`, ...named } };
}
