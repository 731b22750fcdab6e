import type { Violation } from '../../contract/violation.ts';
import { count, escapeControls } from '../../contract/words.ts';
import { countUnlisted, type Output, type Reporter, reportPath, summarize } from './reporter.ts';

/** In the commands of GitHub Actions, which annotate the lines of a pull request. */
export function createGithubReporter({ out, err, root }: Output): Reporter {
  return {
    violation: (file, violation) => out(annotate(reportPath(file, root), violation)),
    file(result) {
      const place = `file=${escapeProperty(reportPath(result.file, root))}`;
      const more = countUnlisted(result);
      if (more > 0) out(`::warning ${place},title=not listed::${count(more, 'more violation')}\n`);
      const { failure } = result;
      if (failure !== undefined) out(`::error ${place},title=not validated::${escapeData(failure)}\n`);
    },
    end: (results) => err(`${summarize(results)}\n`),
  };
}

const titles: Record<string, string> = {
  syntax: 'not JSON',
  unrecognized: 'not recognized',
  duplicate: 'given twice',
};

function annotate(file: string, violation: Violation): string {
  const { level, line, column, endColumn, keyword, message, suggestion, declared } = violation;
  const title = declared ? `breaks ${declared.schema}` : titles[keyword];
  const properties = Object.entries({ file, line, col: column, endColumn, title });
  const written = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${level} ${written.join(',')}::${escapeData(suggestion ? `${message} (${suggestion})` : message)}\n`;
}

function escapeData(text: string): string {
  return escapeControls(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
