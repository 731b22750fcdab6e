import { revisions } from '../../generated/revisions.ts';
import type { Document } from '../contract/document.ts';
import { addValidators } from '../contract/generated.ts';
import { type MockContract, prepareOwn } from './contract.ts';
import { createHandler } from './handler.ts';
import { checkBrowserOptions, OptionError } from './options.ts';
import { startWithoutPrism } from './prism.ts';
import { createMockService } from './service.ts';
import type { MockData, MockHandler, MockHandlerOptions } from './types.ts';

export { OptionError } from './options.ts';
export type * from './types.ts';

/** How a mock in a browser behaves. It reads and writes no files. */
export interface BrowserMockOptions
  extends Omit<MockHandlerOptions, 'contract' | 'revision' | 'data' | 'record'> {
  /** The contract of a revision, imported from its `openapi.json`; by default the base. */
  contract?: object;
  /** Items or pages to serve instead of generated items. */
  data?: MockData;
}

/**
 * Creates a mock that runs in a browser: a function that responds to requests in the page.
 *
 * @param options how it behaves
 * @returns the function; its properties let tests inspect and change the mock
 * @throws {Error} when an option is unknown or wrong
 * @example
 * const handler = await createMockHandler({ count: 100 });
 * const worker = setupWorker(...toMswHandlers(handler));
 */
export async function createMockHandler({
  contract,
  ...options
}: BrowserMockOptions = {}): Promise<MockHandler> {
  checkBrowserOptions(options, []);
  return createHandler(
    await createMockService(await bundledContract(contract as Document | undefined), options),
  );
}

async function bundledContract(own: Document | undefined): Promise<MockContract> {
  const base = () => import('../../generated/openapi.json', { with: { type: 'json' } });
  const document = own ?? ((await base()).default as unknown as Document);
  if (!document.paths || !Object.hasOwn(revisions, document.info?.['x-revision'] ?? 'base')) {
    throw new OptionError(['contract'], "must be the content of one of this package's openapi.json");
  }
  const contract = prepareOwn(await addValidators(document), '');
  const prism = startWithoutPrism(document, contract.operations);
  return { ...contract, startPrism: async () => prism };
}
