import { relative } from 'node:path';
import { styleText } from 'node:util';
import { runCommand } from './command.ts';
import { type FileDifference, generate } from './pipeline.ts';
import { BrokenContractError } from './redocly/cli.ts';

const help = `Usage: npm run generate -- [options]

Generates everything in generated/ from the contract in openapi/.

  --check          write nothing; fail if a generated file is out of date
  --contract DIR   the folder of the contract, default openapi
  --out DIR        the folder to generate into, default generated; other files in it are removed
  --help           show this

Examples:
  npm run generate
  npm run generate -- --check

Exit status: 0 generated or up to date, 1 problems in the contract or a file out of date, 2 it could not run.
`;

const options = {
  check: { type: 'boolean' },
  contract: { type: 'string' },
  out: { type: 'string' },
} as const;

function reportStep(step: string, milliseconds: number): void {
  const time = styleText('dim', `${(milliseconds / 1000).toFixed(2).padStart(6)} s`);
  console.log(`${styleText('green', '✓')} ${step.padEnd(14)}${time}`);
}

function report(
  differences: FileDifference[],
  folder: string,
  check: boolean | undefined,
  start: number,
): void {
  if (differences.length === 0) {
    console.log(`${folder} is up to date`);
  } else if (check) {
    const lines = differences.map(({ path, state }) => `  ${state.padEnd(9)}${folder}${path}`);
    console.error(styleText('red', `${folder} is out of date:`, { stream: process.stderr }));
    console.error([...lines, 'To fix this, run: npm run generate'].join('\n'));
  } else {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const count = (state: string) => differences.filter((difference) => difference.state === state).length;
    const counts = `${count('missing')} files new, ${count('stale')} changed, ${count('extra')} removed`;
    console.log(`${folder} generated in ${seconds} s: ${counts}`);
  }
}

await runCommand('npm run generate', {
  help,
  options,
  async run(values) {
    const start = performance.now();
    try {
      const progress = process.stdout.isTTY ? reportStep : () => {};
      const differences = await generate({ ...values, progress });
      const folder = values.out ? relative('', values.out) || '.' : 'generated';
      report(differences, `${folder}/`, values.check, start);
      return values.check && differences.length > 0 ? 1 : 0;
    } catch (error) {
      if (!(error instanceof BrokenContractError)) throw error;
      console.error(error.message);
      return 1;
    }
  },
});
