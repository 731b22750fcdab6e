import { parseArgs } from 'node:util';
import { nearestName } from '../runtime/client/nearest-name.ts';
import { CannotValidate } from './cannot-validate.ts';

/** What the user asks of the command. */
export interface Arguments {
  files: string[];
  as: string | undefined;
  strict: boolean;
  format: string;
  /** The most faults to tell of each file. */
  limit: number;
  help: boolean;
}

const options = {
  as: { type: 'string' },
  strict: { type: 'boolean' },
  format: { type: 'string' },
  'max-faults': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

const defaultLimit = 100;

/**
 * Reads the command line.
 *
 * @param args the arguments after the command's name
 * @param formats the formats that there are, the default first
 * @returns what they ask for
 * @throws {CannotValidate} when an option is unknown, or its value is none that it takes
 */
export function readArguments(args: string[], formats: string[]): Arguments {
  const { values, positionals, tokens } = parse(args);
  for (const token of tokens) {
    if (token.kind === 'option' && !Object.hasOwn(options, token.name))
      refuseOption(token.rawName, token.name);
  }
  const { as, strict = false, format = formats[0]!, help = false } = values;
  const limit = Number(values['max-faults'] ?? defaultLimit);
  for (const [name, value] of Object.entries({ as, format, 'max-faults': values['max-faults'] }))
    if (typeof value === 'boolean') throw new CannotValidate(`--${name} needs a value`);
  if (!formats.includes(format)) refuseFormat(format, formats);
  if (!(Number.isInteger(limit) && limit > 0))
    throw new CannotValidate(`--max-faults must be a whole number above 0, is ${values['max-faults']}`);
  return { files: positionals, as, strict, format, limit, help };
}

function parse(args: string[]) {
  // Not strict, so that the words for a mistake are the command's own.
  const parsed = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true });
  return {
    ...parsed,
    values: parsed.values as {
      as?: string;
      strict?: boolean;
      format?: string;
      'max-faults'?: string;
      help?: boolean;
    },
  };
}

function refuseOption(written: string, name: string): never {
  const nearest = nearestName(name, Object.keys(options));
  throw new CannotValidate(
    `there is no option ${written}; ${nearest ? `did you mean --${nearest}?` : 'see --help'}`,
  );
}

function refuseFormat(format: string, formats: string[]): never {
  const nearest = nearestName(format, formats);
  const known = nearest ? `did you mean ${nearest}?` : `the formats are ${formats.join(', ')}`;
  throw new CannotValidate(`there is no format ${format}; ${known}`);
}
