import type { Json } from '../contract/document.ts';
import type { Filter } from './filters.ts';
export interface Store {
    fingerprint: string;
    items: string[];
    select(filters: Filter[]): number[] | undefined;
}
export declare function createStore(items: Iterable<Json>, pointers: Record<string, string>): Store;
