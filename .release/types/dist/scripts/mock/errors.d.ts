import type { Operation, OperationError } from '../contract/operations.ts';
import type { Answer } from './answer.ts';
import { type Cause, type Refusal } from './refusal.ts';
export interface ErrorCatalogue {
    byName: Map<string, OperationError>;
    raisedBy(cause: Cause, operation?: Operation): OperationError;
}
export declare function catalogueErrors(operations: Operation[]): ErrorCatalogue;
export declare function answerError(error: OperationError, message?: string): Answer;
export declare function answerRefusal(catalogue: ErrorCatalogue, refusal: Refusal, operation?: Operation): Answer;
