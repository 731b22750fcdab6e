import type { Operation, OperationError } from '../contract/operations.ts';
import type { Answer } from './answer.ts';
import { type Cause, causes, type Refusal } from './refusal.ts';

/** The errors of a contract, looked up as a server needs them. */
export interface ErrorCatalogue {
  /** Every error by name; where operations share an error, the first one's reading of it. */
  byName: Map<string, OperationError>;
  /**
   * Finds the error that a cause raises.
   *
   * @param cause why the request is refused
   * @param operation the operation that refuses it; without one, any operation's reading serves
   * @returns the error as the contract states it
   */
  raisedBy(cause: Cause, operation?: Operation): OperationError;
}

/**
 * Reads which error of the contract answers which fault.
 *
 * @param operations all operations of the contract
 * @returns the errors by name and by cause
 * @throws {Error} when no error of the contract has a cause that the mock has to raise, with those causes
 */
export function catalogueErrors(operations: Operation[]): ErrorCatalogue {
  const errors = operations.flatMap((operation) => operation.errors);
  const missing = causes.filter((cause) => !errors.some((error) => error.cause === cause));
  if (missing.length > 0) {
    throw new Error(
      `the mock needs an error with x-error.cause ${missing.join(', ')}: the contract has none`,
    );
  }
  const find = (from: OperationError[], cause: Cause) => from.find((error) => error.cause === cause);
  return {
    byName: new Map(errors.toReversed().map((error) => [error.name, error])),
    raisedBy: (cause, operation) => find(operation?.errors ?? [], cause) ?? find(errors, cause)!,
  };
}

/**
 * Writes an error as the service does: its name in the header that SDKs read, its message in the body.
 *
 * @param error the error as the contract states it
 * @param message what the client reads; the message of the contract's example when absent
 * @returns the answer
 */
export function answerError(error: OperationError, message = error.message): Answer {
  return {
    status: error.status,
    headers: { 'X-Amzn-Errortype': error.name },
    body: JSON.stringify({ message }),
    error: error.name,
  };
}

/**
 * Answers a refusal with the error that the contract gives for its cause.
 *
 * @param catalogue the contract's errors
 * @param refusal what was wrong
 * @param operation the operation that was asked for, as far as it is known
 * @returns the answer
 */
export function answerRefusal(catalogue: ErrorCatalogue, refusal: Refusal, operation?: Operation): Answer {
  return answerError(catalogue.raisedBy(refusal.reason, operation), refusal.message);
}
