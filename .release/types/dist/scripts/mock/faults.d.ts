import type { Answer } from './answer.ts';
import { type ErrorCatalogue } from './errors.ts';
export interface FaultOptions {
    faults?: string[];
    rateLimit?: number;
    seed?: number;
}
export declare function createFaults(catalogue: ErrorCatalogue, options: FaultOptions): () => Answer | undefined;
