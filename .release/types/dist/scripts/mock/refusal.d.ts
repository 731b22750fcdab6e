export declare const causes: readonly ['body-size', 'constraint', 'http', 'internal', 'media-type', 'operation', 'pagination-token', 'rate', 'signature-expired', 'signature-form', 'signature-mismatch', 'syntax', 'timeout', 'unsigned'];
export type Cause = (typeof causes)[number];
export declare class Refusal extends Error {
    readonly reason: Cause;
    constructor(reason: Cause, message: string);
}
