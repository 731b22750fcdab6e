// Copied from scripts/runtime/client/node/platform.ts by `npm run generate`: do not edit.

import type { Platform } from '../platform.js';
import { send } from './send.js';

/** Node, by its own modules: they load and work in a fraction of the time that its `fetch` and Web Crypto take. */
export const node: Platform = { send, loadSigner: () => import('./signature-v4.js') };
