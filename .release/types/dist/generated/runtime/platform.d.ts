import type { CredentialProvider, Credentials, Sign } from './sign.js';
export interface HttpRequest {
    method: string;
    headers: Record<string, string>;
    body: string | null;
    signal: AbortSignal | null;
    redirect: 'manual';
}
export interface HttpResponse {
    readonly status: number;
    readonly headers: {
        get(name: string): string | null;
    };
    text(): Promise<string>;
}
export type Send = (url: string, request: HttpRequest) => Promise<HttpResponse>;
export interface Platform {
    send: Send;
    loadSigner: () => Promise<{
        createSigner: (source: Credentials | CredentialProvider) => Sign;
    }>;
}
