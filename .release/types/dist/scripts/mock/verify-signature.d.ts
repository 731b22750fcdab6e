import type { ReceivedRequest } from './answer.ts';
import type { Signature } from './signature.ts';
export interface Credentials {
    accessKeyId: string;
    secretAccessKey: string;
    sessionToken?: string;
}
export declare function createVerifier(credentials: Credentials): Promise<(request: ReceivedRequest, signature: Signature) => Promise<void>>;
