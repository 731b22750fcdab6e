import type { Json } from '../contract/document.ts';
export interface ReceivedRequest {
    id: string;
    method: string;
    path: string;
    query: URLSearchParams;
    headers: Record<string, string | undefined>;
    body: Buffer;
}
export interface Answer {
    status: number;
    headers: Record<string, string>;
    beginning?: Buffer;
    body: string | Buffer;
    operation?: string;
    error?: string;
    items?: number;
    request?: Json;
}
