import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Command } from './cli.ts';
import { findFile } from './contract/package-files.ts';

const help = `Usage: scan-findings docs [--print]

Opens the docs of this package in the browser; they need no network.

  --print   prints where they are and opens nothing
  --help    prints this

Example:
  scan-findings docs --print
`;

/** What opens a file with the program that its user has chosen for it. */
const openers: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** `scan-findings docs`: opens the docs, or says where they are when nothing can open them. */
export const docsCommand: Command = {
  async run(args) {
    const { values } = parseArgs({
      args,
      options: { print: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return void process.stdout.write(help);
    const page = findFile('generated/docs/index.html');
    process.stdout.write(`${pathToFileURL(page).href}\n`);
    if (!values.print && !(await open(page))) {
      process.stderr.write('Nothing here opens it: open that address in a browser.\n');
    }
  },
};

/** Whether something took the page; what a browser says about itself is not this command's output. */
function open(page: string): Promise<boolean> {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, page], { stdio: 'ignore' });
  return new Promise((resolve) => {
    opener.on('error', () => resolve(false));
    opener.on('exit', (code) => resolve(code === 0));
  });
}
