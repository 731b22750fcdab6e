export interface SigningRequest {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: string | undefined;
    region: string;
    service: string;
    date: Date;
}
export type Sign = (request: SigningRequest) => Record<string, string> | Promise<Record<string, string>>;
export interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
    readonly expiration?: Date | undefined;
}
export type CredentialProvider = () => Promise<Credentials>;
