import { bundle, loadedSize } from '../programs/bundle.ts';

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
  const own = await bundle(`export { ${factory} } from 'imagebuilder-scan-findings';`);
  const openapiFetch = await bundle(`export { default } from 'openapi-fetch';`);
  const sdk = await bundle(`export { ImagebuilderClient, ${command} } from '@aws-sdk/client-imagebuilder';`);
  const client = loadedSize(own, 'entry.ts');
  return {
    client,
    withSigner: client + loadedSize(own, 'aws4fetch'),
    openapiFetch: loadedSize(openapiFetch, 'entry.ts'),
    sdk: loadedSize(sdk, 'entry.ts'),
  };
}
