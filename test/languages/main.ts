import { readdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startVitest, type TestCase } from 'vitest/node';
import { runCommand, UsageError } from '../../scripts/command.ts';
import { mergeRows, type Row } from './table.ts';
import { findToolchain, runShell, toolchains } from './toolchains.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = `${root}docs/languages.md`;
const results = `${root}.tmp/languages.md`;
const folders = ['examples/clients', 'test/languages/sdks', 'test/languages/models'];
const programs = folders.flatMap((folder) =>
  readdirSync(root + folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
);
const languages = [...new Set(programs.map((program) => program.split('-')[0]!))].sort();

const help = `Usage: npm run test:languages -- [options]

Generates clients in other languages, runs them and the AWS SDKs of these languages on the mock, and compares
the results with the tables in docs/languages.md. Loads the generated Smithy model with Smithy itself.

  --only NAME   run one language or one program; repeatable
  --update      write the results of the programs that work to docs/languages.md
  --newest      first update the pinned AWS SDKs to their newest releases; implies --update
  --help        show this

Languages: ${languages.join(', ')}
Programs: ${programs.join(', ')}

Examples:
  npm run test:languages -- --only go
  npm run test:languages -- --only python-boto3 --newest

Exit status: 0 everything works as the tables say, 1 it does not, 2 the tests could not run.
`;

const options = {
  only: { type: 'string', multiple: true },
  update: { type: 'boolean' },
  newest: { type: 'boolean' },
} as const;

/** Runs the tests whose names start with one of the names. */
async function runTests(only: string[]): Promise<{ passed: boolean; rows: Row[] }> {
  for (const name of only) {
    if (!programs.some((program) => `${program}-`.startsWith(`${name}-`)))
      throw new UsageError(`--only must be one of ${[...languages, ...programs].join(', ')}, is ${name}`);
  }
  const vitest = await startVitest([], {
    config: `${root}test/languages/vitest.config.ts`,
    root,
    watch: false,
    ...(only.length > 0 && { testNamePattern: `^(${only.join('|')})[- ]` }),
  });
  const modules = vitest.state.getTestModules();
  const suites = modules.flatMap((module) => [...module.children.suites()]);
  const rows = suites.filter((suite) => suite.ok()).map((suite) => toRow([...suite.children.allTests()]));
  await vitest.close();
  return {
    passed: modules.length > 0 && modules.every((module) => module.ok()),
    rows: rows.filter((row) => Object.keys(row).length > 0),
  };
}

/** Joins what tests say of the same column. */
function toRow(tests: TestCase[]): Row {
  const row: Row = {};
  for (const [heading, cell] of tests.flatMap((test) => Object.entries(test.meta().columns ?? {})))
    row[heading] = row[heading] ? `${row[heading]}, ${cell}` : cell;
  return row;
}

/** Says which toolchains ran, in the line of the page that starts with "Run with". */
async function nameToolchains(markdown: string): Promise<string> {
  const versions = await Promise.all(
    languages.map(async (language) => `${toolchains[language]!.name} ${await findToolchain(language)}`),
  );
  return markdown.replace(/^Run with .*$/m, `Run with ${versions.join(', ')}.`);
}

/** Formats the page as `npm run style` wants it. */
async function format(markdown: string): Promise<string> {
  await mkdir(`${root}.tmp`, { recursive: true });
  await writeFile(results, markdown);
  const command = `biome format --stdin-file-path=docs/languages.md < ${results}`;
  const { code, stdout, stderr } = await runShell(command, '.');
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

await runCommand('npm run test:languages', {
  help,
  options,
  async run({ only = [], update = false, newest = false }) {
    if (newest) process.env['NEWEST_SDKS'] = '1';
    const { passed, rows } = await runTests(only);
    const current = await readFile(page, 'utf8');
    const expected = await format(mergeRows(current, rows));
    if (update || newest) await writeFile(page, only.length > 0 ? expected : await nameToolchains(expected));
    else if (passed && current !== expected) {
      await writeFile(results, expected);
      const { stdout } = await runShell(`diff docs/languages.md ${results} || true`, '.');
      console.error(`docs/languages.md is out of date:\n${stdout}`);
      console.error('To fix this, run: npm run test:languages -- --update');
      return 1;
    }
    return passed ? 0 : 1;
  },
});
