import type { Retry } from './operation.js';
import type { HttpResponse } from './platform.js';
export interface Fault {
    instancePath: string;
    message?: string;
}
export interface Failure {
    name: string;
    operation: string;
    reason?: string | undefined;
    response?: HttpResponse | undefined;
    code?: string | undefined;
    retry?: Retry;
    attempt?: number;
    faults?: readonly Fault[];
    cause?: unknown;
}
export declare class ServiceError extends Error {
    readonly name: string;
    readonly operation: string;
    readonly status: number | undefined;
    readonly requestId: string | undefined;
    readonly retryable: boolean;
    readonly throttling: boolean;
    readonly retryAfter: number | undefined;
    readonly reason: string | undefined;
    readonly code: string | undefined;
    readonly faults: readonly Fault[] | undefined;
    constructor(failure: Failure);
}
export type ClientSideErrors = {
    UnknownError: {
        status: number;
    };
    NetworkError: {
        status: number | undefined;
    };
    UnreadableResponseError: {
        status: number;
    };
    SigningError: {
        status: undefined;
    };
    RepeatedTokenError: {
        status: undefined;
    };
    RequestValidationError: {
        status: undefined;
        faults: readonly Fault[];
    };
    ResponseValidationError: {
        status: number;
        faults: readonly Fault[];
    };
};
export type ErrorUnion<Errors> = {
    [Name in keyof Errors]: ServiceError & {
        readonly name: Name;
    } & Readonly<Errors[Name]>;
}[keyof Errors];
