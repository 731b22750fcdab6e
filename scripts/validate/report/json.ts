import type { Output, Reporter } from './reporter.ts';

/**
 * Reports in one JSON document: per file its shapes, its counts and its faults.
 *
 * @param page what to write with
 * @returns the reporter
 */
export function createJsonReporter({ out }: Output): Reporter {
  return {
    end(results, exitCode) {
      const files = results.map(({ faults, ...result }) => ({
        ...result,
        faults: faults.map(({ frame: _, ...fault }) => fault),
      }));
      out(`${JSON.stringify({ exitCode, files }, null, 2)}\n`);
    },
  };
}
