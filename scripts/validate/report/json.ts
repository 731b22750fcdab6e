import { type CoveragePart, sumCoverage } from '../coverage.ts';
import { type Output, type Reporter, writeJson } from './reporter.ts';

/** One JSON document: the schemas, counts, notes and violations of each file, and the coverage. */
export function createJsonReporter({ out }: Output): Reporter {
  return {
    end(results, exitCode, coverage) {
      const files = results.map(({ violations, ...result }) => ({
        ...result,
        violations: violations.map(({ frame: _, ...violation }) => violation),
      }));
      out(writeJson({ exitCode, files, ...(coverage && { coverage: describeCoverage(coverage) }) }));
    },
  };
}

function describeCoverage(parts: CoveragePart[]) {
  return {
    ...sumCoverage(parts),
    parts: parts.map((part) => ({
      ...{ of: part.of, kind: part.kind },
      ...sumCoverage([part]),
      points: Object.fromEntries([...part.points].map(([label, { count }]) => [label, count])),
    })),
  };
}
