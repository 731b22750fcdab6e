#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { type Command, runCommand, UsageError } from './command.ts';
import { findFile, listRevisions, readPackage } from './contract/generated.ts';
import { nearestName } from './runtime/nearest-name.ts';

interface Entry {
  /** What it does, in one line. */
  summary: string;
  /** Loads it: no command pays for, or needs the packages of, another. */
  load: () => Promise<Command>;
}

const commands: Record<string, Entry> = {
  mock: {
    summary: 'serve a mock that AWS SDKs and the AWS CLI can use',
    load: async () => (await import('./mock/command.ts')).mockCommand,
  },
  validate: {
    summary: 'validate JSON files against the contract',
    load: async () => (await import('./validate/command.ts')).validateCommand,
  },
  conform: {
    summary: 'test whether a server behaves as the contract says',
    load: async () => (await import('./conform/command.ts')).conformCommand,
  },
  docs: {
    summary: 'open the docs in the browser',
    load: async () => docsCommand,
  },
};

const help = `Usage: scan-findings <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

Options:
  -h, --help     show this help, or the help of a command
  -v, --version  show the versions of the package and the API, and the revisions

Example:
  scan-findings validate --help
`;

async function wordVersions(): Promise<string> {
  const { name, version } = readPackage();
  const { info } = JSON.parse(await readFile(findFile('generated/openapi.json'), 'utf8'));
  const revisions = ['base', ...listRevisions()].join(', ');
  return `${name} ${version}, API ${info.version}, revisions: ${revisions}\n`;
}

/** `scan-findings` without one of its commands. */
const root: Command = {
  help,
  options: { version: { type: 'boolean', short: 'v' } },
  positionals: 'command',
  async run(values, [name], { stdout, stderr }) {
    if (name !== undefined) {
      const nearest = nearestName(name, Object.keys(commands));
      throw new UsageError(`unknown command ${name}${nearest ? `; did you mean ${nearest}?` : ''}`);
    }
    if (values['version']) stdout.write(await wordVersions());
    else stderr.write(help);
    return values['version'] ? 0 : 2;
  },
};

/** `scan-findings docs`: opens the docs, or prints where they are when nothing can open them. */
const docsCommand: Command = {
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
  const openers: Partial<Record<NodeJS.Platform, [command: string, ...args: string[]]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command, ...args] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, page], { stdio: 'ignore' });
  return new Promise((resolve) => {
    opener.on('error', () => resolve(false));
    opener.on('exit', (code) => resolve(code === 0));
  });
}

const [name = '', ...args] = process.argv.slice(2);
if (Object.hasOwn(commands, name)) {
  await runCommand(`scan-findings ${name}`, await commands[name]!.load(), args);
} else {
  await runCommand('scan-findings', root);
}
