import { _, Ajv2020, type CodeKeywordDefinition, type KeywordCxt, str } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import type { Schema } from '../../contract/document.ts';
import { writeLengthCondition } from './checks.ts';

/**
 * Writes functions that find every violation in a value, compiled by ajv.
 *
 * @returns a module that exports `collect<Shape>` for each schema, and imports from `runtime/`
 * @throws {Error} when a schema does not compile in ajv's strict mode, or needs code that the module would have to load
 */
export function writeCollectors(schemas: Record<string, Schema>): string {
  const ajv = new Ajv2020({ strict: true, allErrors: true, code: { source: true, esm: true, lines: true } });
  // Bookkeeping for keywords that contracts rarely use would double as code that no bundler can leave out.
  const text = JSON.stringify(schemas);
  ajv.opts.unevaluated = text.includes('"unevaluated');
  ajv.opts.dynamicRef = text.includes('"$dynamic');
  ajv.addVocabulary(['components']);
  for (const keyword of ['minLength', 'maxLength']) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword(lengthKeyword(keyword));
  }
  ajv.addSchema({ $id: 'contract', components: { schemas } });
  const exports = Object.keys(schemas).map((shape) => [
    `collect${shape}`,
    `contract#/components/schemas/${shape}`,
  ]);
  const code = refuseLoading(standalone.default(ajv, Object.fromEntries(exports)));
  return `import { append, hasPairs } from "runtime/support.ts";\n${collectInPlace(code)}`;
}

/** ajv's own keyword loads a function that walks every string twice. */
function lengthKeyword(keyword: string): CodeKeywordDefinition {
  const comparison = keyword === 'maxLength' ? 'more' : 'fewer';
  return {
    keyword,
    type: 'string',
    schemaType: 'number',
    error: {
      message: ({ schemaCode }) => str`must NOT have ${comparison} than ${schemaCode} characters`,
      params: ({ schemaCode }) => _`{limit: ${schemaCode}}`,
    },
    code(context: KeywordCxt) {
      const { data, schema: limit } = context;
      context.fail(_`!(${writeLengthCondition(keyword, limit, data)})`);
    },
  };
}

/** After each reference ajv copies all errors found so far, which takes quadratic time; this appends to them. */
function collectInPlace(code: string): string {
  const appending = code.replaceAll(
    /vErrors === null \? ([\w.]+)\.errors : vErrors\.concat\(\1\.errors\)/g,
    'append(vErrors, $1.errors)',
  );
  if (appending.includes('vErrors.concat(')) throw new Error('ajv collects errors in an unknown way');
  return appending;
}

function refuseLoading(code: string): string {
  const loading = /\brequire\(.*?\)|^\s*import\b.*|\bimport\(.*?\)|\beval\(|\bnew Function\(/m.exec(code);
  if (!loading) return code;
  throw new Error(
    `validators.js would load code: ${loading[0]}; use another keyword or format in the schema`,
  );
}
