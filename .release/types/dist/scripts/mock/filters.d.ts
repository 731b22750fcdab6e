import type { Document, JsonObject } from '../contract/document.ts';
import type { Operation } from '../contract/operations.ts';
export interface Filter {
    name: string;
    values: string[];
}
export declare function createFilterReader(document: Document, operation: Operation): (request: JsonObject) => Filter[];
