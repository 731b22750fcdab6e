import type { ReceivedRequest } from './answer.ts';
export interface Signature {
    accessKeyId: string;
    region: string;
    service: string;
    signedHeaders: string[];
    signature: string;
    signedAt: number;
}
export declare function readSignature(request: ReceivedRequest, service: string): Signature;
