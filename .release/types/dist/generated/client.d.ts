import { type CallOptions, type ClientOptions } from './runtime/service-client.js';
import { type ClientSideErrors, type ErrorUnion } from './runtime/service-error.js';
import type { ImageScanFinding, ListImageScanFindingsRequest, ListImageScanFindingsResponse } from './types.js';
export type { CallOptions, ClientOptions } from './runtime/service-client.js';
export type { Fault } from './runtime/service-error.js';
export type { CredentialProvider, Credentials, Sign, SigningRequest } from './runtime/sign.js';
export type * from './types.js';
export interface ImageScanFindingsClient {
    listImageScanFindings(input?: ListImageScanFindingsRequest, options?: CallOptions): Promise<ListImageScanFindingsResponse>;
    paginateListImageScanFindings(input?: ListImageScanFindingsRequest, options?: CallOptions): AsyncGenerator<ListImageScanFindingsResponse, void, undefined>;
    paginateListImageScanFindingsItems(input?: ListImageScanFindingsRequest, options?: CallOptions): AsyncGenerator<ImageScanFinding, void, undefined>;
}
interface ContractErrors {
    ClientException: {
        status: 400;
    };
    InvalidPaginationTokenException: {
        status: 400;
    };
    InvalidRequestException: {
        status: 400;
    };
    ForbiddenException: {
        status: 403;
    };
    CallRateLimitExceededException: {
        status: 429;
    };
    ServiceException: {
        status: 500;
    };
    ServiceUnavailableException: {
        status: 503;
    };
    AccessDeniedException: {
        status: 403;
    };
    ExpiredTokenException: {
        status: 403;
    };
    IncompleteSignature: {
        status: 403;
    };
    InternalFailure: {
        status: 500;
    };
    InvalidSignatureException: {
        status: 403;
    };
    MalformedHttpRequestException: {
        status: 400;
    };
    MissingAuthenticationTokenException: {
        status: 403;
    };
    NotAuthorized: {
        status: 401;
    };
    OptInRequired: {
        status: 403;
    };
    RequestAbortedException: {
        status: 400;
    };
    RequestEntityTooLargeException: {
        status: 413;
    };
    RequestExpired: {
        status: 400;
    };
    RequestTimeoutException: {
        status: 408;
    };
    SerializationException: {
        status: 400;
    };
    ServiceUnavailable: {
        status: 503;
    };
    ThrottlingException: {
        status: 400;
    };
    UnknownOperationException: {
        status: 404;
    };
    UnrecognizedClientException: {
        status: 403;
    };
    UnsupportedMediaTypeException: {
        status: 415;
    };
    ValidationError: {
        status: 400;
    };
}
export type ImageScanFindingsError = ErrorUnion<ContractErrors & ClientSideErrors>;
export declare const ImageScanFindingsError: abstract new (...failure: never) => ImageScanFindingsError;
export declare function createImageScanFindingsClient(options?: ClientOptions): ImageScanFindingsClient;
