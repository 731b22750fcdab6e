import { Readable, Writable } from 'node:stream';
import { type Command, type CommandOptions, type Io, runCommand } from '../../scripts/command.ts';

/** What a run of a command left behind. */
export interface Run {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** How a run differs from one in a pipe with nothing on standard input and no environment. */
export interface Setting {
  stdin?: string | Uint8Array | Uint8Array[];
  terminal?: boolean;
  /** Standard error goes elsewhere than to the terminal. */
  errorsToFile?: boolean;
  env?: Record<string, string>;
}

/** Something for a command to read from and write to, and what it wrote. */
export function fakeIo({ stdin = '', terminal = false, errorsToFile = false, env = {} }: Setting = {}) {
  const [out, err] = [sink(terminal), sink(terminal && !errorsToFile)];
  const io = {
    stdin: Readable.from(Array.isArray(stdin) ? stdin : [Buffer.from(stdin)]),
    stdout: out.stream,
    stderr: err.stream,
    env,
  } as unknown as Io;
  return { io, output: () => ({ stdout: out.text(), stderr: err.text() }) };
}

function sink(isTTY: boolean) {
  let written = '';
  const stream = new Writable({
    write(chunk, _, done) {
      written += chunk;
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => written };
}

/** Runs a command in this process, which saves starting one. */
export async function runInProcess<Options extends CommandOptions>(
  name: string,
  command: Command<Options>,
  args: string[],
  setting: Setting = {},
): Promise<Run> {
  const { io, output } = fakeIo(setting);
  await runCommand(name, command, args, io);
  return { exitCode: io.exitCode as number, ...output() };
}
