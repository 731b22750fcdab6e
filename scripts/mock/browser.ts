import { revisions } from '../../generated/revisions.ts';
import type { Document } from '../contract/document.ts';
import type { Validators } from '../contract/generated.ts';
import { listOperations } from '../contract/operations.ts';
import { findGenerated, type MockContract } from './contract.ts';
import { collectErrors } from './exchange.ts';
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
  /** What to serve instead of generated items: items or pages. */
  data?: MockData;
}

/**
 * Creates a mock that runs in a browser: a function that responds to requests in the page.
 *
 * @param options how it behaves
 * @returns the function, with what tests can see and change of the mock as its properties
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
  const revision = document.info?.['x-revision'] as string | undefined;
  if (!document.paths || !Object.hasOwn(revisions, revision ?? 'base')) {
    throw new OptionError(['contract'], "must be the content of one of this package's openapi.json");
  }
  const dates = Object.keys(revisions).filter((name) => name !== 'base' && name !== 'latest');
  const load = async (name: string) =>
    (await revisions[name as keyof typeof revisions]()) as object as Validators;
  const validators = await load(revision ?? 'base');
  const later = dates.filter((date) => date > (revision ?? ''));
  const operations = listOperations(document);
  const prism = startWithoutPrism(document, operations);
  return {
    file: '',
    document,
    operations,
    errors: collectErrors(operations),
    custom: false,
    revision,
    later: await Promise.all(later.map(async (date) => ({ date, validators: await load(date) }))),
    validator: findGenerated(validators),
    startPrism: async () => prism,
  };
}
