export type Retry = false | 'throttling' | 'transient';
export type Members = Record<string, unknown>;
export interface Parameter {
    in: 'path' | 'query';
    shape: string;
    required?: boolean;
}
export interface Operation {
    id: string;
    method: string;
    path: string;
    parameters?: Record<string, Parameter>;
    request?: string;
    response?: string;
    paginated?: {
        inputToken: string;
        outputToken: string;
        items: string;
    };
    errors: Record<string, Retry>;
}
export interface WrittenRequest {
    target: string;
    body: string | undefined;
}
export interface Service {
    signingName: string;
    hosts: Record<string, string>;
    operations: Record<string, Operation>;
    writeRequest: (operation: Operation, input: Members) => WrittenRequest;
    commonErrors: Record<string, Retry>;
}
