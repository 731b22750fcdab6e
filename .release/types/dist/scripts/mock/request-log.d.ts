import type { Json } from '../contract/document.ts';
import type { Answer } from './answer.ts';
import type { Exchange } from './server.ts';
export interface RequestRecord {
    id: string;
    at: string;
    method: string;
    path: string;
    status: number;
    milliseconds: number;
    operation?: string;
    error?: string;
    message?: string;
    items?: number;
    body?: Json;
}
export declare function createRequestLog(heard?: (record: RequestRecord) => void): {
    records: readonly RequestRecord[];
    record: (met: Exchange, answer: Answer) => void;
};
