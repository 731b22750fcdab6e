import { createGithubReporter } from './github.ts';
import { createJsonReporter } from './json.ts';
import { createJunitReporter } from './junit.ts';
import { createPrettyReporter } from './pretty.ts';
import type { Output, Reporter } from './reporter.ts';
import { createSarifReporter } from './sarif.ts';

/** Makes a reporter for each format. */
export const reporters: Record<string, (output: Output) => Reporter> = {
  pretty: createPrettyReporter,
  json: createJsonReporter,
  github: createGithubReporter,
  sarif: createSarifReporter,
  junit: createJunitReporter,
};
