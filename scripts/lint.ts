import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { defaultConfig, formatProblems, lintContract, ownRules, type Tally } from './lint/lint.ts';

const usage = `Usage: npm run lint -- [folder] [--config FILE]

Checks the contract: Redocly's strict rules, this project's own, every schema compiled, every example validated.

  folder          the folder of the contract, default openapi
  --config FILE   the configuration of the rules, default redocly.yaml of this project
  --help          show this

Examples:
  npm run lint
  npm run lint -- openapi --config redocly.yaml

Exit status: 0 a sound contract, 1 problems in it, 2 a wrong argument or a check that cannot be made.
`;

async function lint(folder: string, config: string): Promise<0 | 1> {
  const started = performance.now();
  let tally: Tally | undefined;
  const onChecked = (checked: Tally) => {
    tally = checked;
  };
  const problems = await lintContract(folder, { config, onChecked });
  if (problems.length > 0) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    console.error(
      `${formatProblems(problems, { color: process.stderr.isTTY && process.stderr.hasColors() })}\n\n${count} in ${folder}`,
    );
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

async function run(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { config: { type: 'string', default: defaultConfig }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [folder = 'openapi', ...others] = positionals;
  if (others.length > 0)
    throw new TypeError(`one folder is checked at a time, not also ${others.join(', ')}`);
  try {
    return await lint(folder, values.config);
  } catch (error) {
    console.error(`${folder} could not be checked: ${error instanceof Error ? error.message : error}`);
    return 2;
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
