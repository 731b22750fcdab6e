import { type FaultOptions } from './faults.ts';
import { type DataOptions, type ServedData } from './fill-stores.ts';
import { type RequestRecord } from './request-log.ts';
import { type Credentials } from './verify-signature.ts';
export type { ServedData } from './fill-stores.ts';
export type { RequestRecord } from './request-log.ts';
export type { Credentials } from './verify-signature.ts';
export interface MockOptions extends DataOptions, FaultOptions {
    contract?: string;
    host?: string;
    port?: number;
    bodyLimit?: number;
    timeout?: number;
    latency?: string;
    verifySignatures?: Credentials;
    log?: (record: RequestRecord) => void;
}
export interface Mock {
    url: string;
    data: ServedData[];
    requests: readonly RequestRecord[];
    close(): Promise<void>;
}
export declare function createMock(options?: MockOptions): Promise<Mock>;
