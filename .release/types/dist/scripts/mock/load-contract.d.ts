import { type Document } from '../contract/document.ts';
import { type Operation } from '../contract/operations.ts';
export interface Contract {
    file: string;
    document: Document;
    operations: Operation[];
}
export declare function loadContract(file?: string): Promise<Contract>;
