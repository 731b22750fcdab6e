import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

/** Where a test expects a problem: a node of a file, reported at its key or at its value. */
export interface Expectation {
  file: string;
  path: (string | number)[];
  at?: 'key' | 'value';
}

/** An object in a contract. */
export interface Value {
  $ref?: string;
  type?: string;
  format?: string;
  examples?: unknown;
  properties?: Record<string, Value>;
  additionalProperties?: boolean;
  [member: string]: unknown;
}

/** A file of the copy, with the value that it holds. */
export interface ContractFile {
  file: string;
  value: Value;
}

/** The contract in a temporary folder, for a test to damage. */
export class ContractCopy {
  readonly folder: string;
  readonly #taken = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Copies `openapi/`. */
  static async create(): Promise<ContractCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'contract-'));
    await cp('openapi', folder, { recursive: true });
    return new ContractCopy(folder);
  }

  /** Deletes the copy. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }

  /** Reads the first file of a folder whose value fulfils a condition and that no other change has taken. */
  async take(
    folder: string,
    condition: (value: Value, file: string) => boolean = () => true,
  ): Promise<ContractFile> {
    for (const name of (await readdir(join(this.folder, folder))).sort()) {
      const file = join(folder, name);
      if (this.#taken.has(file)) continue;
      const { value } = await this.read(file);
      if (!condition(value, file)) continue;
      this.#taken.add(file);
      return { file, value };
    }
    throw new Error(`${folder} has no file left that fits this change`);
  }

  /** Reads the first file of a folder, which other changes may change too. */
  async first(folder: string): Promise<ContractFile> {
    const [name] = (await readdir(join(this.folder, folder))).sort();
    return this.read(join(folder, name!));
  }

  /** Reads the first path with a paginated operation, which other changes may change too. */
  async paginated(): Promise<ContractFile> {
    for (const name of (await readdir(join(this.folder, 'paths'))).sort()) {
      const path = await this.read(join('paths', name));
      if (path.value['post'] && 'x-paginated' in (path.value['post'] as object)) return path;
    }
    throw new Error('no path has a POST that is paginated');
  }

  /** Reads a file by its path inside the contract. */
  async read(file: string): Promise<ContractFile> {
    return { file, value: (await this.#parse(file)).document.toJS() };
  }

  /** Changes the nodes of a file. */
  async edit(file: string, change: (document: Document) => void): Promise<void> {
    const { document } = await this.#parse(file);
    change(document);
    await this.write(file, document.toString({ lineWidth: 0 }));
  }

  /** Writes a file, new or not. */
  async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.folder, file), text);
  }

  /** Copies a file to another place in the contract. */
  async copy(file: string, target: string): Promise<void> {
    await cp(join(this.folder, file), join(this.folder, target));
  }

  /** Renames a file, in every reference to it too; gives the places of those references. */
  async rename(file: string, name: string): Promise<Expectation[]> {
    const [old, target] = [file.split('/').at(-1)!, join(file, '..', name)];
    await rename(join(this.folder, file), join(this.folder, target));
    const places: Expectation[] = [];
    for (const entry of await readdir(this.folder, { recursive: true })) {
      if (!entry.endsWith('.yaml')) continue;
      const text = await readFile(join(this.folder, entry), 'utf8');
      const renamed = text.replaceAll(`/${old}\n`, `/${name}\n`).replaceAll(` ${old}\n`, ` ${name}\n`);
      if (renamed === text) continue;
      await this.write(entry, renamed);
      places.push(
        ...references((await this.read(entry)).value, name).map((path) => ({
          file: entry,
          path,
          at: 'key' as const,
        })),
      );
    }
    return places;
  }

  /** Tells the line at which a problem is expected, as it stands in the file now. */
  async line({ file, path, at = 'value' }: Expectation): Promise<number> {
    const { document, lines } = await this.#parse(file);
    if (path.length === 0) return 1;
    const owner = document.getIn(path.slice(0, -1), true);
    const pair = isMap(owner) && owner.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
    const node = (at === 'key' && pair ? pair.key : document.getIn(path, true)) as Node | undefined;
    if (!node) throw new Error(`${file} has nothing at ${path.join('/')}`);
    return lines.linePos(node.range![0]).line;
  }

  /** Writes a file's name as a problem does. */
  name(file: string): string {
    return relative(process.cwd(), join(this.folder, file));
  }

  async #parse(file: string): Promise<{ document: Document; lines: LineCounter }> {
    const lines = new LineCounter();
    const document = parseDocument(await readFile(join(this.folder, file), 'utf8'), { lineCounter: lines });
    return { document, lines };
  }
}

function references(value: unknown, name: string, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && String(member).split('/').at(-1) === name
      ? [path]
      : references(member, name, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
