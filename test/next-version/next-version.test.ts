import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Document } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';
import { withTemporaryFolder } from '../../scripts/files.ts';
import { generateClient } from '../../scripts/generators/client.ts';
import { generateTypes } from '../../scripts/generators/types.ts';
import { generateValidators } from '../../scripts/generators/validators.ts';
import { findOmissions, type Level, listChanges, raise } from '../../scripts/next-version/changes.ts';
import {
  compareDeclarations,
  readDeclarations,
  type TypeChange,
} from '../../scripts/next-version/public-types.ts';
import {
  type Release,
  readCurrent,
  readReleased,
  recordRelease,
} from '../../scripts/next-version/release.ts';
import { type Bundle, bundle } from '../../scripts/redocly/bundle.ts';
import { startRedocly } from '../../scripts/redocly/cli.ts';
import { copyWithAddedOperations } from '../support/contracts.ts';

let current: Release;

beforeAll(async () => {
  current = await readCurrent();
});

describe('a change of the contract decides the version', () => {
  const changes: [name: string, change: (document: Document) => void, level: Level, text: string][] = [
    [
      'a security requirement less',
      removeSecurity,
      'major',
      ': auth ["sigv4"] → []; breaks code that sends requests',
    ],
    [
      'a property of a request less',
      removeRequestProperty,
      'major',
      'breaks code that sends requests: requests that were valid are rejected',
    ],
    [
      'a wider bound of a request',
      ({ components }) => Object.assign(components.schemas['RestrictedInteger']!, { maximum: 100 }),
      'minor',
      'RestrictedInteger: maximum 25 → 100',
    ],
    [
      'a narrower bound of a request',
      ({ components }) => Object.assign(components.schemas['RestrictedInteger']!, { maximum: 20 }),
      'major',
      'RestrictedInteger: maximum 25 → 20; breaks code that sends requests: requests that were valid are rejected',
    ],
    [
      'longer responses',
      ({ components }) => delete components.schemas['ImageScanFindingsList']!['maxItems'],
      'major',
      'ImageScanFindingsList: maxItems 25 → none; breaks code that reads responses: values arrive that were impossible before',
    ],
    ['a host less', ({ servers }) => servers.pop(), 'major', 'breaks code that sends requests'],
    [
      'a text',
      ({ info }) => Object.assign(info, { summary: 'In other words.' }),
      'patch',
      'the contract changed in texts or examples',
    ],
  ];

  it.each(changes)('%s', async (_, change, level, text) => {
    const contract = structuredClone(current.contract);
    change(contract);
    const found = await listChanges(current, { ...current, contract });
    expect(found).toContainEqual({ level, name: expect.any(String), text: expect.stringContaining(text) });
    expect(found.map((each) => each.level)).toContain(level);
    for (const each of found) expect(each.text).toContain(each.name);
    if (level !== 'major') expect(found.map((each) => each.level)).not.toContain('major');
  });
});

function removeSecurity(document: Document): void {
  document['security'] = [];
}

/** Removes a property of the first request that has an optional one. */
function removeRequestProperty(document: Document): void {
  const schemas = listOperations(document).flatMap(({ request }) =>
    request ? [document.components.schemas[request]!] : [],
  );
  const properties = schemas.find((schema) => Object.keys(schema.properties ?? {}).length > 0)!.properties!;
  delete properties[Object.keys(properties).at(-1)!];
}

test('redocly diff takes a security requirement less for a patch', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'diff-'));
  const contract = structuredClone(current.contract);
  removeSecurity(contract);
  await writeFile(join(folder, 'old.json'), JSON.stringify(current.contract));
  await writeFile(join(folder, 'new.json'), JSON.stringify(contract));
  const { stdout } = await startRedocly(['diff', 'old.json', 'new.json', '--format=json'], folder);
  await rm(folder, { recursive: true });
  expect(JSON.parse(stdout.slice(stdout.indexOf('{')))).toMatchObject({ bump: 'patch' });
});

describe('a change of an exported declaration decides the version', () => {
  const old = `
    export {};
    export interface Page { items?: string[]; token?: string }
    export type Severity = 'HIGH' | 'LOW' | (string & {});
    export type Kind = 'a' | 'b';
    export type Box<Value> = { value: Value };
    export declare class Failure extends Error { readonly page: Page }
    export declare function list(limit: number): Promise<Page>;
  `;
  const major = 'major';
  const minor = 'minor';
  const changes: [name: string, from: string, to: string, expected: Omit<TypeChange, 'entry'>[]][] = [
    ['nothing but a comment', 'export interface', '/** A page. */ export interface', []],
    [
      'an optional property more',
      'items?: string[];',
      'items?: string[]; more?: boolean;',
      [{ name: 'Page', level: minor, change: 'changed compatibly' }],
    ],
    [
      'a known value more in an open set',
      "'HIGH' |",
      "'HIGH' | 'CRITICAL' |",
      [{ name: 'Severity', level: minor, change: 'changed compatibly' }],
    ],
    [
      'a value more in a closed set',
      "'a' |",
      "'a' | 'c' |",
      [{ name: 'Kind', level: major, change: 'has values that the old type did not have' }],
    ],
    [
      'a value less in a closed set',
      "'a' | 'b'",
      "'a'",
      [{ name: 'Kind', level: major, change: 'no longer takes every value of the old type' }],
    ],
    [
      'another type argument',
      '{ value: Value }',
      '{ value: Value[] }',
      [{ name: 'Box', level: major, change: 'no longer takes every value of the old type' }],
    ],
    [
      'an optional parameter more',
      'limit: number',
      'limit: number, token?: string',
      [{ name: 'list', level: minor, change: 'changed compatibly' }],
    ],
    [
      'a required parameter more',
      'limit: number',
      'limit: number, token: string',
      [{ name: 'list', level: major, change: 'can no longer be used as before' }],
    ],
    [
      'an export less',
      'export type Kind',
      'type Kind',
      [{ name: 'Kind', level: major, change: 'is no longer exported' }],
    ],
    [
      'an export more',
      'export type Kind',
      'export type Other = 1; export type Kind',
      [{ name: 'Other', level: minor, change: 'is new' }],
    ],
  ];

  let found: TypeChange[];

  // All cases at once, each as an entry point of its own: the compiler takes its time.
  beforeAll(async () => {
    const texts = changes.map(([, from, to]) => old.replace(from, to));
    found = await compareDeclarations(declare(...changes.map(() => old)), declare(...texts));
  });

  it.each(changes.map((change, index) => [...change, `./${index}`] as const))(
    '%s',
    (_, from, __, expected, entry) => {
      expect(old).toContain(from);
      expect(found.filter((change) => change.entry === entry)).toEqual(
        expected.map((change) => ({ entry, ...change })),
      );
    },
  );

  it('a property more in a type that others contain', async () => {
    const found = await compareDeclarations(
      declare(old),
      declare(old.replace('token?: string', 'token?: number')),
    );
    expect(found.map(({ name, level }) => `${name} ${level}`)).toEqual([
      'Failure major',
      'Page major',
      'list major',
    ]);
  });

  it('but comments and private members are no part of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'declarations-'));
    const text =
      '/** A box. */\nexport declare class Box {\n    #private;\n    /** How many. */\n    size: number;\n}\n';
    await writeFile(join(folder, 'index.d.ts'), text);
    const files = readDeclarations(folder, new Map([['.', 'index.d.ts']]));
    await rm(folder, { recursive: true });
    expect([...files]).toEqual([['index.d.ts', 'export declare class Box {\n    size: number;\n}\n']]);
  });

  it('declarations with an import that leads nowhere cannot be compared', async () => {
    await expect(
      compareDeclarations(declare(old), declare(`import './gone.js';\nexport * from './lost.js';`)),
    ).rejects.toThrow(/cannot be compared: new\/0\/index\.d\.ts: .*'\.\/(gone|lost)\.js'/);
  });
});

/** Makes each text an entry point, named by its index. */
function declare(...texts: string[]) {
  const paths = texts.map((_, index) => `${index}/index.d.ts`);
  return {
    package: { name: 'example', exports: {} },
    files: new Map(texts.map((text, index) => [paths[index]!, text])),
    entries: new Map(paths.map((path, index) => [`./${index}`, path])),
  };
}

describe('a release with more operations', () => {
  let bundled: Bundle;
  let next: Release;

  beforeAll(async () => {
    bundled = await withTemporaryFolder(async (folder) => {
      await copyWithAddedOperations(folder);
      return bundle(folder);
    });
    next = await readWith(bundled);
  });

  it('is minor', async () => {
    const changes = await listChanges(current, next);
    expect(changes.filter(({ level }) => level !== 'minor')).toEqual([]);
    const texts = changes.map(({ text }) => text);
    expect(texts).toContain('ListPipelineOutages: operation none → ListPipelineOutages');
    expect(texts).toContain('operations of . changed compatibly');
    expect(texts).toContain('Outage of . is new');
  });

  it('is major if an operation that was there changes incompatibly', async () => {
    const { document, ...others } = structuredClone(bundled);
    document.components.schemas['RestrictedInteger'] = { type: 'string' };
    const changes = await listChanges(current, await readWith({ document, ...others }));
    const major = changes.filter(({ level }) => level === 'major').map(({ text }) => text);
    expect(major).toContain('paths of . no longer takes every value of the old type');
    expect(major).toContain('components of ./types no longer takes every value of the old type');
  });

  it('must have all that the last one had', async () => {
    const major = (await listChanges(next, current))
      .filter(({ level }) => level === 'major')
      .map(({ text }) => text);
    expect(major).toContainEqual(
      expect.stringMatching(/^ListPipelineOutages: operation ListPipelineOutages → none/),
    );
    expect(major).toContain('operations of . has values that the old type did not have');
    expect(major).toContain('Outage of . is no longer exported');
    expect(major).toContain('ShapeName of ./matchers no longer takes every value of the old type');
  });
});

/** Replaces the generated declarations of the working tree with those of another contract. */
async function readWith(contract: Bundle): Promise<Release> {
  const [types, client, validators] = [
    (await generateTypes(contract)).get('types.ts')!,
    (await generateClient(contract)).get('client.ts')!,
    await generateValidators(contract),
  ];
  const files = new Map(current.declarations.files);
  files.set('generated/types.ts', types).set('dist/generated/types.d.ts', types);
  files.set('dist/generated/client.d.ts', ts.transpileDeclaration(client, {}).outputText);
  for (const [path, text] of validators) if (path.endsWith('.d.ts')) files.set(`generated/${path}`, text);
  return { ...current, contract: contract.document, declarations: { ...current.declarations, files } };
}

test('an entry point that is gone is major, a new one minor', async () => {
  const { './mock': _, ...others } = current.package.exports;
  const changed = { ...current.package, exports: { ...others, './other': './other.js' } };
  expect(await listChanges(current, { ...current, package: changed })).toEqual([
    { level: 'major', name: './mock', text: 'the entry point ./mock is gone' },
    { level: 'minor', name: './other', text: 'the entry point ./other is new' },
  ]);
});

test('a recorded release is read back without a change', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'release-'));
  await recordRelease(current, folder);
  expect(await listChanges((await readReleased(folder))!, current)).toEqual([]);
  await rm(folder, { recursive: true });
});

test.each([
  ['0.3.4', 'major', '0.4.0'],
  ['0.3.4', 'minor', '0.3.5'],
  ['0.3.4', 'patch', '0.3.5'],
  ['1.3.4', 'major', '2.0.0'],
  ['1.3.4', 'minor', '1.4.0'],
  ['1.3.4', 'patch', '1.3.5'],
] as const)('after %s, a %s change makes %s', (version, level, next) => {
  expect(raise(version, level)).toBe(next);
});

describe('package.json and the changelog may not say less', () => {
  const breaking = '## [Unreleased]\n\n### Changed\n\n- **Breaking:** `list` takes a token.\n';
  const adding = '## [Unreleased]\n\n### Added\n\n- A token.\n';
  const cases: [name: string, version: string, changelog: string, level: Level, omissions: RegExp[]][] = [
    ['a version that is high enough', '2.0.0', breaking, 'major', []],
    ['a version that is higher', '2.1.0', breaking, 'minor', []],
    ['numbers with two digits', '1.10.0', adding, 'minor', []],
    [
      'a version that is too low',
      '1.10.0',
      breaking,
      'major',
      [/package\.json says 1\.10\.0: run .* 2\.0\.0$/],
    ],
    ['no breaking change', '2.0.0', adding, 'major', [/does not name list, .*"\*\*Breaking:\*\*"$/]],
    ['another breaking change', '2.0.0', breaking.replace('list', 'lists'), 'major', [/does not name list,/]],
    ['no entry', '1.10.0', '## [Unreleased]\n\n## [1.9.9]\n\n- Old.\n', 'minor', [/says nothing/]],
    ['a section of the coming version', '1.10.0', '## [1.10.0] - 2027-01-01\n\n- A token.\n', 'minor', []],
    ['a patch without an entry', '1.9.10', '## [Unreleased]\n', 'patch', []],
  ];

  it.each(cases)('%s', (_, version, changelog, level, omissions) => {
    expect(
      findOmissions({ version, changelog }, '1.9.9', [{ level, name: 'list', text: 'list changed' }]),
    ).toEqual(omissions.map((omission) => expect.stringMatching(omission)));
  });
});

test('npm run next-version compares the working tree with the last release', async () => {
  const { version } = (await readReleased())!.package;
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/next-version.ts']);
  expect(stdout).toMatch(
    new RegExp(`(The last release is|Nothing changed since) ${version.replaceAll('.', '\\.')}`),
  );
});
