import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const entry = fileURLToPath(new URL('entry.ts', import.meta.url));

/** One file of a bundle. */
export interface Chunk {
  file: string;
  code: string;
  /** The modules whose code is in it. */
  modules: string[];
}

/**
 * Bundles code that imports the package as an application for browsers does.
 *
 * @param code TypeScript
 * @returns the minified files, the entry first
 */
export async function bundle(code: string): Promise<Chunk[]> {
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? entry : undefined),
        load: (id) => (id === entry ? { code, moduleType: 'ts' } : undefined),
      },
    ],
  });
  const { output } = await build.generate({ minify: true, format: 'esm', entryFileNames: 'entry.js' });
  await build.close();
  return output.flatMap((chunk) =>
    chunk.type === 'chunk' ? [{ file: chunk.fileName, code: chunk.code, modules: chunk.moduleIds }] : [],
  );
}
