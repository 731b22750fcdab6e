import { relative } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { formatProblems } from './lint/problem.ts';
import { BrokenContractError } from './pipeline/broken-contract-error.ts';
import { generate, type Outcome } from './pipeline/pipeline.ts';

const usage = `Usage: npm run generate -- [options]

Generates everything in generated/ from the contract in openapi/.

  --check          write nothing; fail when a generated file is out of date
  --contract DIR   the folder of the contract, default openapi
  --out DIR        the folder to generate into, default generated; other files in it are removed
  --help           show this

Examples:
  npm run generate
  npm run generate -- --check

Exit status: 0 generated or up to date, 1 a broken contract, a stale file or a failure, 2 a wrong argument.
`;

interface Arguments {
  check?: boolean;
  contract?: string;
  out?: string;
  help?: boolean;
}

function readArguments(): Arguments {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({ options: { check: flag, contract: text, out: text, help: flag } });
  return { ...values };
}

function reportStep(step: string, milliseconds: number): void {
  const time = styleText('dim', `${(milliseconds / 1000).toFixed(2).padStart(6)} s`);
  console.log(`${styleText('green', '✓')} ${step.padEnd(14)}${time}`);
}

function reportOutcome({ status, differences }: Outcome, folder: string, seconds: string): void {
  if (status === 'up to date') {
    console.log(`${folder} is up to date`);
  } else if (status === 'written') {
    const count = (state: string) => differences.filter((difference) => difference.state === state).length;
    const counts = `${count('missing')} files new, ${count('stale')} changed, ${count('extra')} removed`;
    console.log(`${folder} generated in ${seconds} s: ${counts}`);
  } else {
    const lines = differences.map(({ path, state }) => `  ${state.padEnd(9)}${folder}${path}`);
    console.error(styleText('red', `${folder} is out of date:`, { stream: process.stderr }));
    console.error([...lines, 'To fix this, run: npm run generate'].join('\n'));
  }
}

function reportFailure(error: unknown): void {
  if (!(error instanceof BrokenContractError)) {
    console.error(error instanceof Error ? error.message : String(error));
    return;
  }
  const { problems } = error;
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  console.error(formatProblems(problems, { color: process.stderr.isTTY && process.stderr.hasColors() }));
  console.error(`The contract has ${count}; nothing was written.`);
}

async function run({ help, ...options }: Arguments): Promise<number> {
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const start = performance.now();
  try {
    const outcome = await generate({ ...options, ...(process.stdout.isTTY && { progress: reportStep }) });
    const folder = options.out ? relative('', options.out) || '.' : 'generated';
    reportOutcome(outcome, `${folder}/`, ((performance.now() - start) / 1000).toFixed(1));
    return outcome.status === 'stale' ? 1 : 0;
  } catch (error) {
    reportFailure(error);
    return 1;
  }
}

try {
  process.exitCode = await run(readArguments());
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
