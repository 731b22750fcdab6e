#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { type Command as AnyCommand, runCommand } from './command.ts';

/** A subcommand that reads its own arguments. */
export interface Command {
  run: (args: string[]) => Promise<void>;
}

interface Entry {
  /** What it does, in one line. */
  summary: string;
  /** Loads it: no command pays for, or needs the packages of, another. */
  load: () => Promise<AnyCommand | Command>;
}

const commands: Record<string, Entry> = {
  mock: {
    summary: 'serve a mock that AWS SDKs and the AWS CLI can use',
    load: async () => (await import('./mock/command.ts')).mockCommand,
  },
  validate: {
    summary: 'hold JSON files against the contract',
    load: async () => (await import('./validate/command.ts')).validateCommand,
  },
  docs: {
    summary: 'open the docs in the browser',
    load: async () => (await import('./docs-command.ts')).docsCommand,
  },
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `Usage: scan-findings <command> [options]

Commands:
${lines.join('\n')}

  --help     shows this, and after a command more about it
  --version  shows the version of the package and of the API
`;
}

async function version(): Promise<string> {
  const { findFile } = await import('./contract/package-files.ts');
  const read = async (path: string) => JSON.parse(await readFile(findFile(path), 'utf8'));
  const [own, contract] = [await read('package.json'), await read('generated/openapi.json')];
  return `${own.name} ${own.version}, API ${contract.info.version}\n`;
}

async function main([name, ...args]: string[]): Promise<void> {
  if (name === '--version') {
    process.stdout.write(await version());
  } else if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    process.exitCode = name === undefined ? 2 : 0;
  } else if (!Object.hasOwn(commands, name)) {
    throw new Error(`there is no command ${name}\n\n${usage()}`);
  } else {
    const command = await commands[name]!.load();
    if ('help' in command) await runCommand(`scan-findings ${name}`, command, args);
    else await command.run(args);
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`scan-findings: ${error.message}\n`);
  process.exitCode = 2;
});
