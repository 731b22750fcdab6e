import type { ConformanceReport } from '../types.ts';
import { writeHtml } from './html.ts';
import { writeJunitReport } from './junit.ts';
import { writePretty } from './pretty.ts';

export interface ReportStyle {
  color: boolean;
}

/** Every format, the default first. */
export const formats: Record<string, (report: ConformanceReport, style: ReportStyle) => string> = {
  pretty: writePretty,
  json: (report) => `${JSON.stringify(report, null, 2)}\n`,
  junit: writeJunitReport,
  html: writeHtml,
};
