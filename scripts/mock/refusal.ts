/**
 * Why a server refuses a request, in the words of the contract's `x-error.cause`. The contract says which error
 * each of them is; nothing here names one.
 */
export const causes = [
  'body-size',
  'constraint',
  'http',
  'internal',
  'media-type',
  'operation',
  'pagination-token',
  'rate',
  'signature-expired',
  'signature-form',
  'signature-mismatch',
  'syntax',
  'timeout',
  'unsigned',
] as const;

export type Cause = (typeof causes)[number];

/** A request that the mock refuses: thrown by what finds the fault, turned into the contract's error by the service. */
export class Refusal extends Error {
  readonly reason: Cause;

  /**
   * @param reason which kind of fault it is
   * @param message the message that the client gets: the place, the value and the rule
   */
  constructor(reason: Cause, message: string) {
    super(message);
    this.name = 'Refusal';
    this.reason = reason;
  }
}
