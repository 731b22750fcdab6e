/** What to do after an error: never retry, or retry as after too many requests, or as after a fault that passes. */
export type Retry = false | 'throttling' | 'transient';

/** An input or an output: values by the name of their member. */
export type Members = Record<string, unknown>;

/** A member of the input that is sent in the URL. */
export interface Parameter {
  in: 'path' | 'query';
  /** The shape of its value. */
  shape: string;
  required?: boolean;
}

/** What the contract says of one operation, as far as a call of it needs to know. */
export interface Operation {
  /** The operation's name in the service, such as `ListImageScanFindings`. */
  id: string;
  method: string;
  /** With a member's name in braces for each member that is sent in it. */
  path: string;
  /** The members that are sent in the URL, by name. */
  parameters?: Record<string, Parameter>;
  /** The shape of the JSON body that is sent; without members to send it is the empty object. */
  request?: string;
  /** The shape of the JSON body of a success. */
  response?: string;
  /** The names of the members that page through the results. */
  paginated?: { inputToken: string; outputToken: string; items: string };
  /** The errors that are modelled by the operation itself. */
  errors: Record<string, Retry>;
}

/** An input in the form in which it is sent. */
export interface WrittenRequest {
  /** Path and query. */
  target: string;
  /** JSON; undefined for an operation without a body. */
  body: string | undefined;
}

/** What the contract says of a service. */
export interface Service {
  /** Its name in signatures, such as `imagebuilder`. */
  signingName: string;
  /** URL templates by partition and variant, such as `aws`, `aws fips` or `aws fips dualStack`. */
  hosts: Record<string, string>;
  /** The operations by the name of their method. */
  operations: Record<string, Operation>;
  /** Writes an input; where no operation has members in the URL, by less code. */
  writeRequest: (operation: Operation, input: Members) => WrittenRequest;
  /** The errors that any operation may answer with. */
  commonErrors: Record<string, Retry>;
}
