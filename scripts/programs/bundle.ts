import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const entry = fileURLToPath(new URL('entry.ts', import.meta.url));

/** One file of a bundle. */
export interface Chunk {
  file: string;
  code: string;
  /** The modules whose code is in it. */
  modules: string[];
  /** The files that are loaded together with it. */
  imports: string[];
}

/** Bundles TypeScript, which may import this package by its name, as an application for browsers: the entry comes first. */
export async function bundle(code: string): Promise<Chunk[]> {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    onLog(level, log, handle) {
      // Of React's libraries; there is no server here.
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
    },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? { code, moduleType: 'tsx' } : undefined),
      },
    ],
  });
  const { output } = await build.generate({ minify: true, format: 'esm', entryFileNames: 'entry.js' });
  await build.close();
  return output.flatMap((chunk) => {
    if (chunk.type !== 'chunk') return [];
    const { fileName, code, moduleIds, imports } = chunk;
    return [{ file: fileName, code, modules: moduleIds, imports }];
  });
}

/** Measures, in bytes after gzip -9, the file with a module and all it imports, without what it loads on demand. */
export function loadedSize(chunks: Chunk[], module: string): number {
  const start = chunks.find(({ modules }) => modules.some((id) => id.includes(module)));
  if (!start) throw new Error(`no file of the bundle has ${module}`);
  const loaded = new Set([start]);
  for (const { imports } of loaded) {
    for (const chunk of chunks) if (imports.includes(chunk.file)) loaded.add(chunk);
  }
  return [...loaded].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}
