export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
    [member: string]: Json;
}
export interface Schema {
    $ref?: string;
    type?: string;
    description?: string;
    properties?: Record<string, Schema>;
    required?: string[];
    items?: Schema;
    enum?: Json[];
    examples?: Json[];
    'x-extensible-enum'?: string[];
    [keyword: string]: unknown;
}
export interface Example {
    summary?: string;
    description?: string;
    value: Json;
    'x-error'?: {
        fault: 'client' | 'server';
        retryable: boolean;
        cause?: string;
        status?: number;
        statusInferred?: boolean;
    };
}
export interface MediaType {
    schema: Schema;
    examples?: Record<string, Reference | Example>;
}
export interface ResponseObject {
    description: string;
    headers?: Record<string, Reference | JsonObject>;
    content?: Record<string, MediaType>;
}
export interface Reference {
    $ref: string;
}
export interface OperationObject {
    operationId: string;
    summary: string;
    description: string;
    tags?: string[];
    parameters?: (Reference | ParameterObject)[];
    requestBody?: Reference | {
        required?: boolean;
        content: Record<string, MediaType>;
    };
    responses: Record<string, Reference | ResponseObject>;
    'x-paginated'?: Paginated;
    'x-filters'?: Record<string, string>;
    'x-codeSamples'?: CodeSample[];
}
export interface ParameterObject {
    name: string;
    in: 'path' | 'query' | 'header' | 'cookie';
    description?: string;
    required?: boolean;
    schema?: Schema;
    style?: string;
    explode?: boolean;
}
export interface CodeSample {
    lang: string;
    label: string;
    source: string;
}
export interface Paginated {
    inputToken: string;
    outputToken: string;
    items: string;
    pageSize?: string;
}
export interface Document {
    openapi: string;
    info: {
        title: string;
        version: string;
        'x-client-name': string;
        [field: string]: unknown;
    };
    servers: {
        url: string;
        description?: string;
        variables?: Record<string, {
            default: string;
        }>;
    }[];
    paths: Record<string, Record<string, OperationObject>>;
    components: {
        schemas: Record<string, Schema>;
        examples?: Record<string, Example>;
        [section: string]: Record<string, unknown> | undefined;
    };
    [field: string]: unknown;
}
export declare function readDocument(file: string): Promise<Document>;
export declare function resolve<Node extends object>(document: Document, node: Reference | Node): Node;
export declare function componentName(reference: {
    $ref?: string;
}): string | undefined;
