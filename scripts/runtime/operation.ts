/** What the contract says of one operation, as far as a call of it needs to know. */
export interface Operation {
  /** The operation's name in the service, such as `ListImageScanFindings`. */
  id: string;
  method: string;
  path: string;
  /** The operation takes a JSON body; without members to send it is the empty object. */
  hasInput: boolean;
  /** A success carries a JSON body. */
  hasOutput: boolean;
  /** The names of the members that page through the results. */
  paginated?: { inputToken: string; outputToken: string };
  /** Whether to retry after an error, by the error's name; every error of the contract is here. */
  retryable: Record<string, boolean>;
}
