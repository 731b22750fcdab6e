import { readFile, writeFile } from 'node:fs/promises';
import { type Command, readChoice, readInteger, UsageError, type Values } from '../command.ts';
import { createProgress, isColored } from '../terminal.ts';
import { type ConformanceOptions, runConformance } from './index.ts';
import { formats, writeBadge } from './report.ts';

const options = {
  region: { type: 'string' },
  revision: { type: 'string' },
  'read-only': { type: 'boolean' },
  rate: { type: 'string' },
  'known-failures': { type: 'string' },
  only: { type: 'string', multiple: true },
  seed: { type: 'string' },
  format: { type: 'string' },
  badge: { type: 'string' },
} as const;

const help = `Usage: scan-findings conform URL [options]

Tests whether a server behaves as the contract says. Requests are signed with the credentials in AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY and, if set, AWS_SESSION_TOKEN. A rule that neither the contract nor the server's data can decide
is unproven, which is not a failure.

Options:
  --region REGION        for the signatures, AWS_REGION by default
  --revision DATE        tests against the contract with AWS's changes up to a date, or latest; default the base
  --read-only            safe for the live service: few cases, only of operations that read, 5 requests per second
  --rate N               sends at most N requests per second, also with --read-only if that is fewer
  --known-failures FILE  rules that fail, one per line, with comments after #; one that passes is a failure
  --only RULE            tests only this rule; repeatable
  --seed N               chooses other values, 1 by default
  --format FORMAT        ${Object.keys(formats).join(', ')}; default ${Object.keys(formats)[0]}
  --badge FILE           also writes the data of a badge, for https://shields.io/badges/endpoint-badge
  -h, --help             show this help

Exit codes: 0 nothing failed, 1 a rule failed, a known failure passed or the server stopped responding,
2 the server could not be tested.

Examples:
  scan-findings conform http://127.0.0.1:4010 --region us-east-1
  scan-findings conform http://127.0.0.1:4010 --only request-valid --format json
  scan-findings conform http://127.0.0.1:4010 --format html --badge badge.json > report.html
`;

/** `scan-findings conform`: tests a server against the contract. */
export const conformCommand: Command<typeof options> = {
  help,
  options,
  positionals: 'URL',
  async run(values, [url, ...more], io) {
    if (url === undefined) throw new UsageError('name the URL of a server');
    if (more.length > 0) throw new UsageError(`unexpected argument ${more[0]}`);
    const names = Object.keys(formats);
    const write = formats[readChoice('format', values.format ?? names[0]!, names)]!;
    const progress = createProgress(io.stderr);
    const report = await runConformance(url, {
      ...(await readOptions(values)),
      onProgress: ({ done, total, rule }) => progress.show(`${done} of ${total} cases  ${rule}`),
    }).finally(progress.clear);
    // The report is not lost if the badge cannot be written.
    io.stdout.write(write(report, { color: isColored(io.stdout, io.env) }));
    if (values.badge !== undefined) await writeFile(values.badge, writeBadge(report));
    return report.conforms ? 0 : 1;
  },
};

async function readOptions(values: Values<typeof options>): Promise<ConformanceOptions> {
  const { region, revision, only, seed, rate, 'known-failures': file } = values;
  return {
    region,
    revision,
    only,
    readOnly: values['read-only'],
    seed: readInteger('seed', seed ?? '1', [0, 2 ** 32 - 1]),
    ...(rate !== undefined && { rate: readInteger('rate', rate, [1, 1_000_000]) }),
    ...(file !== undefined && { knownFailures: await readKnownFailures(file) }),
  };
}

async function readKnownFailures(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((error) => {
    throw new UsageError(`--known-failures ${file}: ${error.message}`);
  });
  const lines = text.split(/\r?\n/);
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
}
