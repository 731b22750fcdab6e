import { relative } from 'node:path';
import { styleText } from 'node:util';
import { runCommand } from './command.ts';
import { generate, type Outcome } from './pipeline.ts';
import { BrokenContractError, formatProblems } from './redocly/cli.ts';

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

function reportOutcome({ status, differences }: Outcome, folder: string, start: number): void {
  if (status === 'up to date') {
    console.log(`${folder} is up to date`);
  } else if (status === 'written') {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const count = (state: string) => differences.filter((difference) => difference.state === state).length;
    const counts = `${count('missing')} files new, ${count('stale')} changed, ${count('extra')} removed`;
    console.log(`${folder} generated in ${seconds} s: ${counts}`);
  } else {
    const lines = differences.map(({ path, state }) => `  ${state.padEnd(9)}${folder}${path}`);
    console.error(styleText('red', `${folder} is out of date:`, { stream: process.stderr }));
    console.error([...lines, 'To fix this, run: npm run generate'].join('\n'));
  }
}

function reportProblems({ problems }: BrokenContractError): void {
  console.error(formatProblems(problems, { color: process.stderr.isTTY && process.stderr.hasColors() }));
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  console.error(`The contract has ${count}; nothing was written.`);
}

await runCommand('npm run generate', {
  help,
  options,
  async run(values) {
    const start = performance.now();
    try {
      const outcome = await generate({ ...values, ...(process.stdout.isTTY && { progress: reportStep }) });
      const folder = values.out ? relative('', values.out) || '.' : 'generated';
      reportOutcome(outcome, `${folder}/`, start);
      return outcome.status === 'stale' ? 1 : 0;
    } catch (error) {
      if (!(error instanceof BrokenContractError)) throw error;
      reportProblems(error);
      return 1;
    }
  },
});
