import { cpus } from 'node:os';
import { styleText } from 'node:util';
import { benchClient } from './bench/client.ts';
import { benchConform } from './bench/conform.ts';
import { benchDocs } from './bench/docs.ts';
import { benchMock } from './bench/mock.ts';
import { formatTable, type Table } from './bench/table.ts';
import { benchValidate } from './bench/validate.ts';
import { benchValidators } from './bench/validators.ts';
import { runCommand, UsageError } from './command.ts';

/** One part of the bench: reports its progress and returns what it measured. */
type Part = (progress: (step: string) => void) => Promise<Table[]>;

const parts: Record<string, Part> = {
  client: benchClient,
  mock: benchMock,
  conform: benchConform,
  docs: benchDocs,
  validators: benchValidators,
  validate: benchValidate,
};

const help = `Usage: npm run bench -- [part...]

Measures speed against peers in the same run, and prints tables in Markdown. Parts: ${Object.keys(parts).join(', ')}.
`;

function showStep(step: string): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[K${styleText('dim', step, { stream: process.stderr })}`);
}

async function measure(names: string[]): Promise<void> {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  console.log(`Node ${process.version}, ${machine}, ${new Date().toISOString().slice(0, 10)}\n`);
  for (const name of names) {
    const tables = await parts[name]!(showStep);
    showStep('');
    for (const table of tables) console.log(formatTable(table));
  }
}

await runCommand('npm run bench', {
  help,
  options: {},
  positionals: 'parts',
  async run(_, names) {
    const unknown = names.find((name) => !Object.hasOwn(parts, name));
    if (unknown)
      throw new UsageError(`unknown part ${unknown}; the parts are ${Object.keys(parts).join(', ')}`);
    await measure(names.length > 0 ? names : Object.keys(parts));
  },
});
