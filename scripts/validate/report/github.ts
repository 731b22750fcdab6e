import type { Fault } from '../fault.ts';
import { reportPath } from './path.ts';
import type { Output, Reporter } from './reporter.ts';
import { summarize } from './summary.ts';

/**
 * Reports as annotations that GitHub Actions shows in the changed files.
 *
 * @param page what to write with
 * @returns the reporter
 */
export function createGithubReporter({ out, err, root }: Output): Reporter {
  return {
    fault: (file, fault) => out(annotate(reportPath(file, root), fault)),
    file({ file, failure }) {
      const place = `file=${escapeProperty(reportPath(file, root))},title=not validated`;
      if (failure !== undefined) out(`::error ${place}::${escapeData(failure)}\n`);
    },
    end: (results) => err(`${summarize(results)}\n`),
  };
}

function annotate(file: string, fault: Fault): string {
  const properties = {
    file,
    line: fault.line,
    col: fault.column,
    endColumn: fault.endColumn,
    title: fault.stated ? `breaks ${fault.stated.shape}` : 'not JSON',
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  );
  const suggestion = fault.suggestion ? ` (${fault.suggestion})` : '';
  return `::error ${written.join(',')}::${escapeData(fault.message + suggestion)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
