import { type ParseArgsConfig, parseArgs } from 'node:util';
import { escapeControls } from './contract/words.ts';
import { nearestName } from './runtime/nearest-name.ts';

/** The options of a command, in the form of `node:util`; `help` is added to them. */
export type CommandOptions = NonNullable<ParseArgsConfig['options']>;

/** The values of a command's options. */
export type Values<Options extends CommandOptions> = ReturnType<
  typeof parseArgs<{ options: Options }>
>['values'];

/** What a command reads from and writes to; `process` is one. */
export type Io = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'> & {
  exitCode?: NodeJS.Process['exitCode'] | undefined;
};

/** One command: a subcommand of `scan-findings` or a script of package.json. */
export interface Command<Options extends CommandOptions = CommandOptions> {
  /** Printed by `--help`. */
  help: string | (() => string | Promise<string>);
  options: Options;
  /** What the arguments without a dash are, such as `files`; without it there are none. */
  positionals?: string;
  /**
   * Does the work.
   *
   * @returns the exit code: 0 (or nothing) for success, 1 for a negative result
   * @throws {UsageError} when an argument is wrong; any error ends the command with exit code 2
   */
  run(
    values: Values<Options>,
    positionals: string[],
    io: Io,
  ): Promise<number | undefined> | number | undefined;
}

/** The arguments are wrong; the message says which one and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Runs a command and sets the exit code: 0 success, 1 a negative result, 2 the command could not run.
 * The name is what the user types, such as `scan-findings mock`.
 */
export async function runCommand<Options extends CommandOptions>(
  name: string,
  command: Command<Options>,
  args: string[] = process.argv.slice(2),
  io: Io = process,
): Promise<void> {
  const output = watchOutput(io);
  try {
    io.exitCode = (await start(command, args, io)) ?? 0;
  } catch (error) {
    const hint = error instanceof UsageError ? '; see --help' : '';
    const message = String(error instanceof Error ? error.message : error);
    io.stderr.write(`${name}: ${makeSafe(message)}${hint}\n`);
    io.exitCode = 2;
  }
  output.finish();
}

/** A message may quote a file's name: it must not steer the terminal, nor start a line as a command of GitHub's runner. */
function makeSafe(message: string): string {
  const lines = message.split('\n').map(escapeControls);
  return lines.map((line) => line.replace(/^\s*::/, '\\u003a:')).join('\n');
}

/** A report that could not be written is a failure, whatever the command found. */
function watchOutput(io: Io): { finish(): void } {
  let finished = false;
  let broken = false;
  const onError = (error: NodeJS.ErrnoException) => {
    // What reads the output may stop before its end, as `head` does.
    if (error.code === 'EPIPE') return;
    if (!broken) io.stderr.write(`the output cannot be written: ${error.code}\n`);
    broken = true;
    if (finished) io.exitCode = 2;
  };
  io.stdout.on('error', onError);
  io.stderr.on('error', () => {});
  return {
    finish() {
      finished = true;
      if (broken) io.exitCode = 2;
    },
  };
}

async function start<Options extends CommandOptions>(
  { help, options, positionals, run }: Command<Options>,
  args: string[],
  io: Io,
): Promise<number | undefined> {
  const allOptions = { ...options, help: { type: 'boolean', short: 'h' } } as const;
  const { before, between, after } = splitArguments(args);
  // Checked here rather than by `strict`, whose messages suggest nothing.
  const parsed = parseArgs({
    args: between,
    options: allOptions,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of parsed.tokens) if (token.kind === 'option') checkOption(token, allOptions);
  if (parsed.values['help']) {
    io.stdout.write(typeof help === 'function' ? await help() : help);
    return 0;
  }
  const given = [...before, ...parsed.positionals, ...after];
  if (!positionals && given.length > 0) throw new UsageError(`unexpected argument ${given[0]}`);
  return run(parsed.values as Values<Options>, given, io);
}

/** Takes off the names before and after the options: `parseArgs` takes quadratic time, and there may be 100,000 files. */
function splitArguments(args: string[]): Record<'before' | 'between' | 'after', string[]> {
  const isOption = (arg: string) => arg.startsWith('-');
  const start = args.some(isOption) ? args.findIndex(isOption) : args.length;
  // The last option may have a value.
  const end = Math.max(start, args.findLastIndex(isOption) + 2);
  return { before: args.slice(0, start), between: args.slice(start, end), after: args.slice(end) };
}

function checkOption(
  { name, rawName, value }: { name: string; rawName: string; value?: string | undefined },
  options: CommandOptions,
): void {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) {
    const nearest = nearestName(name, Object.keys(options));
    throw new UsageError(`unknown option ${rawName}${nearest ? `; did you mean --${nearest}?` : ''}`);
  }
  if (option.type === 'string' && value === undefined) throw new UsageError(`--${name} needs a value`);
  if (option.type === 'boolean' && value !== undefined) throw new UsageError(`--${name} takes no value`);
}

/** Reads the value of an option that is an integer in a range; otherwise throws a {@link UsageError} with the range. */
export function readInteger(name: string, text: string, [least, most]: [number, number]): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new UsageError(`--${name} must be an integer ${range}, is ${JSON.stringify(text)}`);
}

/** Reads an option that must have one of some values. */
export function readChoice(option: string, value: string, known: string[]): string {
  if (known.includes(value)) return value;
  const nearest = nearestName(value, known);
  const suggestion = nearest ? `; did you mean ${nearest}?` : '';
  throw new UsageError(
    `--${option} must be one of ${known.join(', ')}, is ${JSON.stringify(value)}${suggestion}`,
  );
}
