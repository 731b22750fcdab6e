import type { Service } from './operation.js';
import type { Platform } from './platform.js';
import type { CredentialProvider, Credentials, Sign } from './sign.js';
export interface ClientOptions {
    region?: string | undefined;
    credentials?: Credentials | CredentialProvider | undefined;
    endpoint?: string | undefined;
    fips?: boolean | undefined;
    dualStack?: boolean | undefined;
    sign?: Sign | undefined;
    fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
    headers?: Record<string, string> | undefined;
    maxAttempts?: number | undefined;
    validate?: boolean | undefined;
}
export interface CallOptions {
    signal?: AbortSignal | undefined;
    headers?: Record<string, string> | undefined;
}
export declare function createServiceClient<Client>(service: Service, platform: Platform, options: ClientOptions, loadValidators: () => Promise<object>): Client;
