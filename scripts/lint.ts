import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { defaultConfig, formatProblems, lintContract, ownRules, type Tally } from './lint/lint.ts';

// `node scripts/lint.ts [folder] [--config file]` exits with 0 for a sound contract, 1 for problems, 2 when it cannot check.
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { config: { type: 'string', default: defaultConfig } },
});
const folder = positionals[0] ?? 'openapi';
try {
  process.exitCode = await lint(folder, values.config);
} catch (error) {
  console.error(`${folder} could not be checked: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

async function lint(folder: string, config: string): Promise<0 | 1> {
  const started = performance.now();
  let tally: Tally | undefined;
  const onChecked = (checked: Tally) => {
    tally = checked;
  };
  const problems = await lintContract(folder, { config, onChecked });
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    console.error(`${formatProblems(problems, { color: process.stderr.isTTY })}\n\n${count} in ${folder}`);
    return 1;
  }
  const rules = Object.keys(parse(await readFile(config, 'utf8')).rules ?? {}).length + ownRules.length;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `${folder} is sound: ${tally?.schemas} schemas and ${tally?.examples} examples in ${tally?.files} files ` +
      `keep Redocly's recommended-strict and ${rules} more rules (${seconds} s)`,
  );
  return 0;
}
