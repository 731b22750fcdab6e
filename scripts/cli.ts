#!/usr/bin/env node
import { mockCommand } from './mock/command.ts';

/** One subcommand of `scan-findings`. */
export interface Command {
  /** What it does, in one line. */
  summary: string;
  /** Runs it with the arguments after its name; an error's message is what the user reads. */
  run: (args: string[]) => Promise<void>;
}

const commands: Record<string, Command> = {
  mock: mockCommand,
};

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `Usage: scan-findings <command> [options]

Commands:
${lines.join('\n')}

scan-findings <command> --help tells more about a command.
`;
}

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === '--help' || name === '-h') {
    process.stdout.write(usage());
    process.exitCode = name === undefined ? 2 : 0;
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Error(`there is no command ${name}\n\n${usage()}`);
  await command.run(args);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`scan-findings: ${error.message}\n`);
  process.exitCode = 2;
});
