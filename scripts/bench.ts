import { cpus } from 'node:os';
import { parseArgs, styleText } from 'node:util';
import { benchClient } from './bench/client.ts';
import { benchDocs } from './bench/docs.ts';
import { benchMock } from './bench/mock.ts';
import { formatTable, type Table } from './bench/table.ts';
import { benchValidate } from './bench/validate.ts';
import { benchValidators } from './bench/validators.ts';

/** One part of the bench: tells what it is doing, and returns what it measured. */
type Part = (progress: (step: string) => void) => Promise<Table[]>;

const parts: Record<string, Part> = {
  client: benchClient,
  mock: benchMock,
  docs: benchDocs,
  validators: benchValidators,
  validate: benchValidate,
};

const usage = `Usage: npm run bench -- [part...]

Measures speed against peers in the same run, and prints tables in Markdown. Parts: ${Object.keys(parts).join(', ')}.
`;

function showStep(step: string): void {
  if (process.stderr.isTTY)
    process.stderr.write(`\r\x1b[K${styleText('dim', step, { stream: process.stderr })}`);
}

function readParts(): string[] | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean' } },
  });
  if (values.help) return undefined;
  const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
  if (unknown) throw new TypeError(`there is no part ${unknown}`);
  return positionals.length > 0 ? positionals : Object.keys(parts);
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

try {
  const names = readParts();
  if (!names) process.stdout.write(usage);
  else {
    await measure(names).catch((error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    });
  }
} catch (error) {
  console.error(`${(error as Error).message}\n\n${usage}`);
  process.exitCode = 2;
}
