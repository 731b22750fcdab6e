import { readFile } from 'node:fs/promises';
import { UsageError } from '../command.ts';
import type { ValidationError } from '../contract/validator.ts';
import { pointerTo, type Source, type Violation } from '../contract/violation.ts';

/** What validating one file counted and found. */
export interface Tally {
  /** How many values were validated. */
  values: number;
  /** How many of them have a violation. */
  invalid: number;
  /** How many places had no value to validate: not JSON, not UTF-8, or nothing that the contract describes. */
  unreadable: number;
  /** All violations, also those that are not listed; not the places without a value. */
  violationCount: number;
  warningCount: number;
  /** Violations that the baseline accepts; they are in no other count. */
  acceptedCount: number;
  /** The violations and warnings that are listed. */
  violations: Violation[];
}

/** The violations of a file that a team has accepted: how often each may occur. */
type Baseline = Map<string, number>;

/** What keeps the list of a file's violations short, and where the listed ones go. */
interface Listing {
  /** The most violations to list of the file. */
  limit: number;
  /** How many all files together may still list. */
  budget: { left: number };
  baseline: Baseline | undefined;
  /** Called with each violation that is listed. */
  onViolation(violation: Violation): void;
}

/** So many are put in the order of the file before the first are listed. */
const mostSorted = 1000;

/** Records the results of one file. */
export class Recorder {
  readonly tally: Tally = {
    values: 0,
    invalid: 0,
    unreadable: 0,
    violationCount: 0,
    warningCount: 0,
    acceptedCount: 0,
    violations: [],
  };
  readonly #listing: Listing;

  constructor(listing: Listing) {
    this.#listing = listing;
  }

  /** Counts a value with what is wrong with it; describes it only while there is room. */
  value(
    source: Source,
    found: { errors: ValidationError[]; warnings: ValidationError[] },
    describe: (error: ValidationError) => Violation,
  ): void {
    const errors = this.#withoutAccepted(source, found.errors);
    this.tally.values++;
    if (errors.length > 0) this.tally.invalid++;
    this.tally.violationCount += errors.length;
    this.tally.warningCount += found.warnings.length;
    if (this.#room() <= 0 || errors.length + found.warnings.length === 0) return;
    const most = Math.max(mostSorted, this.#room());
    const described = [
      ...errors.slice(0, most).map(describe),
      ...found.warnings.slice(0, most).map((error): Violation => ({ ...describe(error), level: 'warning' })),
    ];
    // A validator finds violations in the order of the schema; a reader goes through the file from top to bottom.
    for (const violation of described.sort(byPlace)) this.#list(() => violation);
  }

  /** Counts a place without a value to validate. */
  unreadable(describe: () => Violation): void {
    this.tally.unreadable++;
    this.#list(describe);
  }

  /** Counts something that is wrong with a document besides its values. */
  other(level: Violation['level'], describe: () => Violation): void {
    if (level === 'warning') this.tally.warningCount++;
    else {
      this.tally.invalid++;
      this.tally.violationCount++;
    }
    this.#list(() => ({ ...describe(), level }));
  }

  #room(): number {
    const { limit, budget } = this.#listing;
    return Math.min(limit - this.tally.violations.length, budget.left);
  }

  #list(describe: () => Violation): void {
    if (this.#room() <= 0) return;
    const violation = describe();
    this.#listing.budget.left--;
    this.tally.violations.push(violation);
    this.#listing.onViolation(violation);
  }

  #withoutAccepted(source: Source, errors: ValidationError[]): ValidationError[] {
    const { baseline } = this.#listing;
    if (!baseline) return errors;
    return errors.filter(({ instancePath, keyword, params }) => {
      const property = keyword === 'required' ? undefined : params['additionalProperty'];
      const last = property === undefined ? [] : [String(property)];
      const pointer = `${pointerTo(source.path)}${instancePath}${pointerTo(last)}`;
      const key = baselineKey(pointer, keyword, source.within?.pointer);
      const left = baseline.get(key) ?? 0;
      if (left === 0) return true;
      baseline.set(key, left - 1);
      this.tally.acceptedCount++;
      return false;
    });
  }
}

function byPlace(one: Violation, other: Violation): number {
  return one.line - other.line || one.column - other.column;
}

/** The position in a list is left out, since the next scan may list the same things in another order. */
function baselineKey(pointer: string, keyword: string, within = ''): string {
  return `${within}#${pointer} ${keyword}`.replaceAll(/\/\d+(?=\/|#| )/g, '/*');
}

/**
 * Reads the accepted violations of each file from a report of `--format json`.
 *
 * @throws {UsageError} when the file cannot be read, or is another one
 */
export async function readBaseline(path: string): Promise<Map<string, Baseline>> {
  const baselines = new Map<string, Baseline>();
  for (const { file, violations } of await readReport(path)) {
    const baseline: Baseline = baselines.get(file) ?? new Map();
    for (const { pointer, keyword, within, level } of violations) {
      const key = baselineKey(pointer, keyword, within);
      if (level === 'error') baseline.set(key, (baseline.get(key) ?? 0) + 1);
    }
    baselines.set(file, baseline);
  }
  return baselines;
}

async function readReport(path: string): Promise<{ file: string; violations: Violation[] }[]> {
  const text = await readFile(path, 'utf8').catch(({ code }) => {
    throw new UsageError(`--baseline ${path}: ${code === 'ENOENT' ? 'no such file' : 'cannot be read'}`);
  });
  try {
    const { files } = JSON.parse(text);
    for (const { file, violations } of files)
      if (typeof file !== 'string' || !Array.isArray(violations)) throw new Error();
    return files;
  } catch {
    const hint = 'write one with `scan-findings validate --format json … > baseline.json`';
    throw new UsageError(`--baseline ${path}: not a report of this command; ${hint}`);
  }
}
