import { fileURLToPath, pathToFileURL } from 'node:url';
import { readDocument } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import { median, ratio } from './statistics.ts';
import type { Table } from './table.ts';
import { makeContestants, type Validate } from './validators-contestants.ts';
import { benchFirstResult } from './validators-first-result.ts';
import { type Measurable, measurable } from './validators-measure.ts';
import { makePages, type Pages } from './validators-pages.ts';
import { withStockModules } from './validators-stock.ts';

/** Rounds of all contestants in turn, so that noise of the machine meets all. */
const rounds = 40;
const stock = 'stock ajv standalone';
const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));

/** A contestant, with and without the parsing before. */
interface Entrant {
  name: string;
  /** Its result was right on every page. */
  right: boolean;
  alone: Measurable;
  both: Measurable;
}

/**
 * Measures the validators against parsing alone and against other libraries with schemas made from the same contract.
 *
 * @param progress gets what is being measured
 * @returns the tables
 */
export async function benchValidators(progress: (step: string) => void): Promise<Table[]> {
  const document = await readDocument(path('generated/openapi.json'));
  const operation = listOperations(document).find(({ paginated }) => paginated)!;
  const kinds = await makePages(document, operation);
  return withStockModules(document, async ({ firstViolation, allViolations }) => {
    const modules = {
      'these validators': path('generated/validators.js'),
      'these, strict': path('generated/validators-strict.js'),
      [stock]: firstViolation,
      [`${stock}, allErrors`]: allViolations,
    };
    const contestants = await makeContestants(document, operation.response!, modules);
    const tables = kinds.map((pages) => benchPages(contestants, pages, progress));
    const validator = `validate${operation.response}`;
    const [text] = kinds[0]!.texts;
    return [
      ...tables,
      await benchManyViolations(modules, validator, operation.paginated!.items, progress),
      await benchFirstResult(modules, stock, validator, text!, progress),
    ];
  });
}

/** Shows how the time grows with the number of violations, of which every item has one. */
async function benchManyViolations(
  modules: Record<string, string>,
  validator: string,
  items: string,
  progress: (step: string) => void,
): Promise<Table> {
  const counts = [5_000, 10_000, 20_000, 40_000];
  const rows: string[][] = [];
  for (const [name, file] of Object.entries(modules)) {
    const validate: Validate = (await import(pathToFileURL(file).href))[validator];
    const times = counts.map((count) => {
      progress(`${count} violations, ${name}`);
      const page = { [items]: Array.from({ length: count }, () => 0) };
      const start = performance.now();
      validate(page);
      return (performance.now() - start).toFixed(1);
    });
    rows.push([name, ...times]);
  }
  return {
    title: 'Validators: a page of items that each have one violation, ms for all of them',
    columns: ['validator', ...counts.map((count) => `${count.toLocaleString('en-US')} items`)],
    rows,
  };
}

function benchPages(
  contestants: Map<string, Validate>,
  { title, texts, valid }: Pages,
  progress: (step: string) => void,
): Table {
  const values: unknown[] = texts.map((text) => JSON.parse(text));
  const parse = measurable(texts, (text) => JSON.parse(text));
  const entrants = [...contestants].map(
    ([name, validate]): Entrant => ({
      name,
      right: values.every((value) => validate(value) === valid),
      alone: measurable(values, validate),
      both: measurable(texts, (text) => validate(JSON.parse(text))),
    }),
  );
  const all = [parse, ...entrants.flatMap(({ alone, both }) => [both, alone])];
  for (let round = -2; round < rounds; round += 1) {
    progress(`${title}, round ${Math.max(round, 0) + 1} of ${rounds}`);
    // The first rounds are for the compiler.
    for (const one of all) one.run(round >= 0);
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / texts.length;
  return {
    title: `Validators: ${title} of ${(bytes / 1024).toFixed(0)} KB, medians of ${rounds} interleaved rounds`,
    ...compare(parse, entrants),
  };
}

function compare(parse: Measurable, entrants: Entrant[]): Omit<Table, 'title'> {
  const stockAlone = entrants.find(({ name }) => name === stock)!.alone;
  const rows = entrants.map(({ name, right, alone, both }) => [
    name,
    median(both.times).toFixed(0),
    ratio(both.times, parse.times).toFixed(2),
    median(alone.times).toFixed(1),
    ratio(stockAlone.times, alone.times).toFixed(1),
    right ? 'right' : 'wrong',
  ]);
  return {
    columns: [
      'validator',
      'parse + validate µs',
      '÷ JSON.parse',
      'validate µs',
      `× faster than ${stock}`,
      'result',
    ],
    rows: [['JSON.parse alone', median(parse.times).toFixed(0), '1.00', '', '', ''], ...rows],
  };
}
