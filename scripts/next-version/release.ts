import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Document, readDocument } from '../contract/document.ts';
import { readFolder, withTemporaryFolder } from '../files.ts';
import { type Declarations, readDeclarations } from './public-types.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What users of a release can rely on. */
export interface Release {
  package: PublicManifest;
  contract: Document;
  declarations: Declarations;
}

/** The part of package.json that is public. */
export interface PublicManifest {
  name: string;
  version: string;
  engines: Record<string, string>;
  bin: Record<string, string>;
  exports: Record<string, string | { types?: string }>;
}

/** The folder with the last release. */
const releasedFolder = join(root, '.release');

/** Reads what the last release was; undefined when there was none. */
export async function readReleased(folder = releasedFolder): Promise<Release | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as PublicManifest;
  const contract = await readDocument(join(folder, 'openapi.json'));
  const files = await readFolder(join(folder, 'types'));
  return {
    package: manifest,
    contract,
    declarations: { package: manifest, files, entries: typesOf(manifest) },
  };
}

/** Reads what a release of a working tree would be. */
export async function readCurrent(): Promise<Release> {
  const { name, version, engines, bin, exports } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  );
  const manifest: PublicManifest = { name, version, engines, bin, exports };
  const entries = typesOf(manifest);
  const contract = await readDocument(join(root, 'generated/openapi.json'));
  const files = await withTemporaryFolder(async (folder) => {
    emitDeclarations(join(folder, 'dist'));
    await symlink(join(root, 'generated'), join(folder, 'generated'), 'junction');
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    await write(join(folder, 'package.json'), JSON.stringify({ type: 'module', name, exports }));
    return readDeclarations(folder, entries);
  });
  return { package: manifest, contract, declarations: { package: manifest, files, entries } };
}

/** Writes a release as the one that later versions are compared with. */
export async function recordRelease(
  { package: manifest, contract, declarations }: Release,
  folder = releasedFolder,
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await write(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await write(join(folder, 'openapi.json'), `${JSON.stringify(contract, null, 2)}\n`);
  for (const [path, text] of declarations.files) await write(join(folder, 'types', path), text);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** Finds the types of each entry point. Patterns are left out: their files have the types of `./validators`. */
function typesOf({ exports }: PublicManifest): Map<string, string> {
  const entries = Object.entries(exports).flatMap(([entry, target]) => {
    const types = typeof target === 'object' ? target.types : undefined;
    return types && !types.includes('*') ? [[entry, types.replace('./', '')] as const] : [];
  });
  return new Map(entries);
}

function emitDeclarations(folder: string): void {
  const compiler = join(root, 'node_modules/ts7/bin/tsc');
  const project = join(root, 'scripts/tsconfig.json');
  const args = [compiler, '--project', project, '--outDir', folder, '--emitDeclarationOnly'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the declarations cannot be compiled:\n${stdout}`);
}
