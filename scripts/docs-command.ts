import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import type { Command } from './command.ts';
import { findFile } from './contract/generated.ts';

/** What opens a file with the program that its user has chosen for it. */
const openers: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** `scan-findings docs`: opens the docs, or prints where they are when nothing can open them. */
export const docsCommand: Command = {
  help: `Usage: scan-findings docs [options]

Opens the docs of this package in the browser. They work offline.

Options:
  --print     print the address of the docs and open nothing
  -h, --help  show this help

Example:
  scan-findings docs --print
`,
  options: { print: { type: 'boolean' } },
  async run({ print }, _, { stdout, stderr }) {
    const page = findFile('generated/docs/index.html');
    stdout.write(`${pathToFileURL(page).href}\n`);
    if (!print && !(await open(page))) {
      stderr.write('Found no browser to open it with; open the address above yourself.\n');
    }
    return 0;
  },
};

/** Whether something opened the page; what a browser prints is not this command's output. */
function open(page: string): Promise<boolean> {
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, page], { stdio: 'ignore' });
  return new Promise((resolve) => {
    opener.on('error', () => resolve(false));
    opener.on('exit', (code) => resolve(code === 0));
  });
}
