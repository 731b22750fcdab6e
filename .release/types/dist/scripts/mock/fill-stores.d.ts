import type { Contract } from './load-contract.ts';
import { type Store } from './store.ts';
export interface DataOptions {
    count?: number;
    seed?: number;
    data?: string[];
    skipInvalid?: boolean;
}
export interface ServedData {
    operation: string;
    items: number;
    skipped: string[];
}
export declare function fillStores(contract: Contract, options: DataOptions): Promise<{
    stores: Map<string, Store>;
    served: ServedData[];
}>;
