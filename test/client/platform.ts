import type * as client from '../../generated/client.ts';
import type { Platform } from '../../generated/runtime/options.ts';

type Signer = Awaited<ReturnType<Platform['loadSigner']>>;

// Set by the test configuration, which runs the behaviour of the client on both of its platforms.
const platform = process.env['PLATFORM'];
const file = { node: 'client-node.ts', web: 'client.ts' }[platform!];
if (!file) throw new Error('PLATFORM must be node or web');

const load = (path: string) => import(/* @vite-ignore */ `../../generated/${path}`);

export const {
  createImageScanFindingsClient,
  createSignedFetch,
  ImageScanFindingsError,
  toDate,
}: typeof client = await load(file);
export const { createSigner }: Signer = await load(`runtime/${platform}-signer.ts`);
