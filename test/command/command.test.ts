import { expect, test } from 'vitest';
import { runCommand } from '../../scripts/command.ts';

/** Runs a command with an option that takes a value and one that does not, and returns what it is given. */
async function parse(args: string[]): Promise<unknown[]> {
  const given: unknown[] = [];
  const options = { format: { type: 'string' }, quiet: { type: 'boolean' } } as const;
  await runCommand(
    'test',
    {
      help: '',
      options,
      positionals: 'files',
      run: (values, files) => {
        given.push({ ...values }, files);
        return 0;
      },
    },
    args,
  );
  return given;
}

const json = { format: 'json' };

test.for<[args: string[], values: object, files: string[]]>([
  [['a', 'b'], {}, ['a', 'b']],
  [['--format', 'json', 'a', 'b'], json, ['a', 'b']],
  [['a', 'b', '--format', 'json'], json, ['a', 'b']],
  [['a', '--format', 'json', 'b', '--quiet', 'c', 'd'], { ...json, quiet: true }, ['a', 'b', 'c', 'd']],
  [['a', '--format=json', 'b'], json, ['a', 'b']],
  [['-', '--quiet'], { quiet: true }, ['-']],
  [['a', '--', '--quiet', 'b'], {}, ['a', '--quiet', 'b']],
])('names may be before, between and after the options: %j', async ([args, values, files]) => {
  expect(await parse(args)).toEqual([values, files]);
});

test.for([
  ['before', (names: string[]) => [...names, '--format', 'json']],
  ['after', (names: string[]) => ['--format', 'json', ...names]],
] as const)('150,000 names %s the options take no noticeable time', async ([, combine]) => {
  const names = Array.from({ length: 150_000 }, (_, index) => `page-${index}.json`);
  const start = performance.now();
  expect(await parse(combine(names))).toEqual([json, names]);
  expect(performance.now() - start).toBeLessThan(5000);
});
