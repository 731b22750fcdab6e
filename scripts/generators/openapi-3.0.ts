import { Converter } from '@apiture/openapi-down-convert';
import {
  type Document,
  type Example,
  type OperationObject,
  type Reference,
  type ResponseObject,
  resolve,
  type Schema,
} from '../contract/document.ts';
import { methods } from '../contract/operations.ts';
import { mapSchemas, mergeReference } from '../contract/schema.ts';
import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';

/** The statuses that replace `default`. */
const ranges = ['4XX', '5XX'];

/** Converts the contract to OpenAPI 3.0, for tools that do not support 3.1. */
export function generateOpenApi30({ document }: Bundle): Files {
  return new Map([['openapi-3.0.json', `${JSON.stringify(convert(document), null, 2)}\n`]]);
}

function convert(document: Document): Document {
  const prepared = mapSchemas(document, (schema) => unbindExclusive(settleReference(document, schema)));
  const { jsonSchemaDialect: _, ...converted } = new Converter(prepared).convert() as Document;
  const info = { ...converted.info };
  delete info['summary'];
  return dropUnused(splitDefaults({ ...converted, info: nameLicense(document, info) }));
}

/** 3.0 ignores keywords beside a `$ref`, so an object becomes an `allOf`, and any other schema is written out. */
function settleReference(document: Document, schema: Schema): Schema {
  const { $ref, ...siblings } = schema;
  if (!$ref || Object.keys(siblings).length === 0) return schema;
  const merged = mergeReference(document, schema);
  return merged.type === 'object' ? { ...siblings, allOf: [{ $ref }] } : merged;
}

/** Drops schemas and responses that are no longer referenced. */
function dropUnused(document: Document): Document {
  const text = JSON.stringify(document);
  const used = mapValues(document.components, (section, kind) => {
    if (kind !== 'schemas' && kind !== 'responses') return section;
    const isUsed = (name: string) => text.includes(`"#/components/${kind}/${name}"`);
    return Object.fromEntries(Object.entries(section ?? {}).filter(([name]) => isUsed(name)));
  });
  const next = { ...document, components: used as Document['components'] };
  return JSON.stringify(next).length === text.length ? document : dropUnused(next);
}

/** Replaces `default` with `4XX` and `5XX`, because some generators treat `default` as a second success. */
function splitDefaults(document: Document): Document {
  const named = Object.entries(document.components['responses'] ?? {}).flatMap(([name, response]) =>
    ranges.map((range) => [name + range, narrow(document, response as ResponseObject, range)]),
  );
  const split = (operation: OperationObject): OperationObject => {
    const { default: common, ...others } = operation.responses;
    if (!common) return operation;
    const narrowed = ranges.map((range) => [
      range,
      '$ref' in common ? { $ref: common.$ref + range } : narrow(document, common, range),
    ]);
    return { ...operation, responses: { ...others, ...Object.fromEntries(narrowed) } };
  };
  const paths = mapValues(document.paths, (item) =>
    mapValues(item, (value, key) => (methods.includes(key) ? split(value) : value)),
  );
  const responses = { ...document.components['responses'], ...Object.fromEntries(named) };
  return { ...document, paths, components: { ...document.components, responses } };
}

/** Keeps only the errors of a response whose status is in a range such as `4XX`. */
function narrow(document: Document, response: ResponseObject, range: string): ResponseObject {
  const isInRange = (example: Reference | Example) =>
    String(resolve<Example>(document, example)['x-error']?.status).startsWith(range[0]!);
  const content = mapValues(response.content ?? {}, ({ examples = {}, ...body }) => ({
    ...body,
    examples: Object.fromEntries(Object.entries(examples).filter(([, example]) => isInRange(example))),
  }));
  const names = Object.values(content).flatMap(({ examples }) => Object.keys(examples));
  const headers = mapValues(response.headers ?? {}, (header) => {
    const { schema } = header as { schema?: Schema };
    const known = schema?.['x-extensible-enum']?.filter((name) => names.includes(name));
    return known
      ? { ...header, schema: { ...schema, 'x-extensible-enum': known, example: known[0]! } }
      : header;
  });
  return { ...response, headers: headers as NonNullable<ResponseObject['headers']>, content };
}

function mapValues<Value, Result>(
  object: Record<string, Value>,
  change: (value: Value, key: string) => Result,
) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
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

/** 3.0 identifies a licence by its URL only; 3.1 also allows an SPDX identifier. */
function nameLicense<Info extends object>(document: Document, info: Info): Info {
  const license = document.info['license'] as { name: string; identifier?: string; url?: string } | undefined;
  if (!license?.identifier) return info;
  const { identifier, ...named } = license;
  return { ...info, license: { url: `https://spdx.org/licenses/${identifier}.html`, ...named } };
}
