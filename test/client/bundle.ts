import { rolldown } from 'rolldown';

/** One file of a bundle. */
export interface Chunk {
  file: string;
  code: string;
  /** The modules whose code is in it. */
  modules: string[];
}

/**
 * Bundles code that stands beside the generated client as an application for browsers does.
 *
 * @param code TypeScript that imports from `./client.ts`
 * @returns the minified files, the entry first
 */
export async function bundle(code: string): Promise<Chunk[]> {
  const entry = 'generated/entry.ts';
  const build = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? `${process.cwd()}/${entry}` : undefined),
        load: (id) => (id.endsWith(entry) ? { code, moduleType: 'ts' } : undefined),
      },
    ],
  });
  const { output } = await build.generate({ minify: true, format: 'esm', entryFileNames: 'entry.js' });
  await build.close();
  return output.flatMap((chunk) =>
    chunk.type === 'chunk' ? [{ file: chunk.fileName, code: chunk.code, modules: chunk.moduleIds }] : [],
  );
}
