import { type Document, type MediaType, type OperationObject, type Paginated, type ParameterObject } from './document.ts';
export declare const methods: string[];
export interface OperationError {
    name: string;
    status: number;
    common: boolean;
    fault: 'client' | 'server';
    retryable: boolean;
    cause?: string;
    statusInferred: boolean;
    description: string;
    message: string;
}
export interface Operation {
    id: string;
    method: string;
    path: string;
    object: OperationObject;
    parameters: ParameterObject[];
    request?: string;
    response?: string;
    status: number;
    paginated?: Paginated;
    filters?: Record<string, string>;
    errors: OperationError[];
}
export declare function listOperations(document: Document): Operation[];
export declare function jsonBody(message: {
    content?: Record<string, MediaType>;
}): MediaType;
