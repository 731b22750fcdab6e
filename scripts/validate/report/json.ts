import { type Output, type Reporter, writeJson } from './reporter.ts';

/** One JSON document: the schemas, counts, notes and violations of each file. */
export function createJsonReporter({ out }: Output): Reporter {
  return {
    end(results, exitCode) {
      const files = results.map(({ violations, ...result }) => ({
        ...result,
        violations: violations.map(({ frame: _, ...violation }) => violation),
      }));
      out(writeJson({ exitCode, files }));
    },
  };
}
