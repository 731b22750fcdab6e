import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts/', import.meta.url));

/** What scripts/ consists of, from the bottom up: each may import from those before it only. */
const layers = [
  ...['runtime', 'contract'],
  ...['random.ts', 'files.ts', 'listen.ts', 'ci-formats.ts', 'programs', 'command.ts', 'terminal.ts'],
  ...['vectors', 'redocly', 'generators', 'pipeline.ts', 'drift', 'next-version'],
  ...['read', 'mock', 'validate', 'conform', 'matchers'],
  ...['cli.ts', 'bench'],
];

const modules = globSync('**/*.ts', { cwd: scripts });

/** The first folder of a path, or the file. */
function layerOf(path: string): string {
  return path.split('/')[0]!;
}

/** The modules of scripts/ that a module imports, at its start or later. */
function importsOf(module: string): string[] {
  const source = readFileSync(scripts + module, 'utf8');
  return [...source.matchAll(/(?:from|import\(|import) ?'(\.[^']+)'/g)]
    .map(([, path]) => relative(scripts, resolve(scripts, dirname(module), path!)))
    .filter((path) => !path.startsWith('..'));
}

test('the imports of a module are found', () => {
  expect(importsOf('cli.ts')).toEqual(expect.arrayContaining(['command.ts', 'mock/command.ts']));
});

describe.each(layers)('%s', (layer) => {
  const below = layers.slice(0, layers.indexOf(layer));
  const own = modules.filter((module) => layerOf(module) === layer);

  test(`${layer} has modules`, () => {
    expect(own).not.toEqual([]);
  });

  test(`${layer} imports only from layers below it`, () => {
    const upward = own.flatMap((module) =>
      importsOf(module)
        .filter((imported) => ![layer, ...below].includes(layerOf(imported)))
        .map((imported) => `${module} imports ${imported}`),
    );
    expect(upward).toEqual([]);
  });
});

test('no module imports a script that npm starts', () => {
  const started = modules.flatMap((module) =>
    importsOf(module)
      .filter((imported) => !layers.includes(layerOf(imported)))
      .map((imported) => `${module} imports ${imported}`),
  );
  expect(started).toEqual([]);
});
