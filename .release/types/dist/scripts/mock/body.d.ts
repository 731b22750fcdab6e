import type { IncomingMessage } from 'node:http';
import type { Json } from '../contract/document.ts';
import { Refusal } from './refusal.ts';
export interface BodyLimits {
    bodyLimit: number;
    timeout: number;
}
export declare function readBody(request: IncomingMessage, limits: BodyLimits, abandoned: (fail: (refusal: Refusal) => void) => void): Promise<Buffer>;
export declare function parseJson(bytes: Buffer): Json | undefined;
