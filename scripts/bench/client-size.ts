import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** Bytes, minified by Rolldown and compressed by gzip -9, without what is loaded on demand. */
export interface Sizes {
  client: number;
  withSigner: number;
  openapiFetch: number;
  sdk: number;
}

/**
 * Measures what a browser loads.
 *
 * @param factory the client's factory in this package
 * @param command the operation's command in the AWS SDK
 * @returns the sizes
 */
export async function measureSizes(factory: string, command: string): Promise<Sizes> {
  const client = await bundle(factory, 'imagebuilder-scan-findings');
  const entry = client[0]!.size;
  const signer = client.find(({ modules }) => modules.some((id) => id.includes('aws4fetch')))!.size;
  const [openapiFetch] = await bundle('default', 'openapi-fetch');
  const sdk = await bundle(`ImagebuilderClient, ${command}`, '@aws-sdk/client-imagebuilder');
  return {
    ...{ client: entry, withSigner: entry + signer, openapiFetch: openapiFetch!.size },
    sdk: sdk.reduce((sum, { size }) => sum + size, 0),
  };
}

async function bundle(names: string, from: string): Promise<{ size: number; modules: string[] }[]> {
  const input = fileURLToPath(new URL('entry.js', import.meta.url));
  const load = (id: string) => (id === input ? `export { ${names} } from '${from}';` : undefined);
  const resolveId = (id: string) => (id === input ? input : undefined);
  const build = await rolldown({ input, platform: 'browser', plugins: [{ name: 'entry', resolveId, load }] });
  const { output } = await build.generate({ minify: true });
  await build.close();
  return output.flatMap((chunk) =>
    chunk.type === 'chunk'
      ? [{ size: gzipSync(chunk.code, { level: 9 }).length, modules: chunk.moduleIds }]
      : [],
  );
}
