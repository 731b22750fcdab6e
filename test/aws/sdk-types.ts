/**
 * Holds `generated/types.ts` against the types of the AWS SDK, at compile time only: nothing here runs.
 * A difference is a compile error that names the place, such as `.findings[].severity is not in the SDK`.
 */
import type * as sdk from '@aws-sdk/client-imagebuilder';
import type { operations } from '../../generated/types.ts';
import type { idempotencyTokens } from './idempotency-tokens.ts';

/** The places at which two types differ; `never` when they agree. */
type Differences<Contract, Sdk, Place extends string = ''> = [Contract, Sdk] extends [
  readonly (infer ContractItem)[],
  readonly (infer SdkItem)[],
]
  ? Differences<ContractItem, SdkItem, `${Place}[]`>
  : [Kind<Contract>, Kind<Sdk>] extends ['structure', 'structure']
    ? MemberDifferences<Contract, Sdk, Place>
    : Equal<Kind<Contract>, Kind<Sdk>> extends true
      ? never
      : `${Place} is not the same type`;

type MemberDifferences<Contract, Sdk, Place extends string> = {
  [Name in MemberName<Contract> | MemberName<Sdk>]: Name extends MemberName<Contract>
    ? Name extends MemberName<Sdk>
      ? IsOptional<Contract, Name> extends IsOptional<Sdk, Name>
        ? Differences<Value<Contract, Name>, Value<Sdk, Name>, `${Place}.${Name}`>
        : `${Place}.${Name} is required on one side only`
      : `${Place}.${Name} is not in the SDK`
    : `${Place}.${Name} is not in the contract`;
}[MemberName<Contract> | MemberName<Sdk>];

/** `Record<string, never>` stands for a structure without members, so its index signature names none; that of a map stays. */
type MemberName<Structure> = keyof {
  [Name in keyof Structure & string as string extends Name
    ? [Structure[Name]] extends [never]
      ? never
      : Name
    : Name]: unknown;
} &
  string;

/** Only `any` takes `0 extends 1`. Known values of an open set are strings, and a moment is the number that it is on the wire. */
type Kind<Type> = 0 extends 1 & Type
  ? 'any'
  : [Type] extends [string]
    ? 'string'
    : [Type] extends [number | Date]
      ? 'number'
      : [Type] extends [boolean]
        ? 'boolean'
        : [Type] extends [readonly unknown[]]
          ? 'list'
          : [Type] extends [object]
            ? 'structure'
            : Type;

/** The SDK writes a required member as `string | undefined` without a question mark. */
type Value<Structure, Name extends keyof Structure> = Exclude<Structure[Name], undefined>;

type IsOptional<Structure, Name extends keyof Structure> =
  object extends Pick<Structure, Name> ? true : false;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Json = 'application/json';

/** What an operation sends in the path, in the query and in the body are members of one input. */
type ContractInput<Operation extends ContractOperation> = object &
  Sent<Operation['parameters']['path']> &
  Sent<Operation['parameters']['query']> &
  RequestBody<Operation>;

interface ContractOperation {
  parameters: { path?: unknown; query?: unknown };
}

/** A place where nothing is sent is `never` in the types, and would leave nothing of the other places. */
type Sent<Place> = [Exclude<Place, undefined>] extends [never] ? unknown : Exclude<Place, undefined>;

type RequestBody<Operation> = Operation extends { requestBody?: { content: Record<Json, infer Body> } }
  ? Body
  : unknown;

type ContractOutput<Operation> = Operation extends { responses: infer Responses }
  ? Success<Responses> extends { content: Record<Json, infer Body> }
    ? Body
    : 'no response'
  : never;

type Success<Responses> = {
  [Status in keyof Responses & number]: `${Status}` extends `2${string}` ? Responses[Status] : never;
}[keyof Responses & number];

/** The SDK makes an idempotency token up, so it leaves open what AWS requires; no other member may be left open. */
type TokenOptional<Input> = Omit<Input, Token> &
  Partial<Pick<Input, Token & MemberName<Input> & keyof Input>>;

type Token = (typeof idempotencyTokens)[number];

type SdkCommand<Id extends string> = `${Id}Command` extends keyof typeof sdk
  ? (typeof sdk)[`${Id}Command`] extends new (
      ...input: never[]
    ) => infer Command
    ? Command
    : never
  : never;

type SdkInput<Id extends string> = SdkCommand<Id> extends { input: infer Input } ? Input : 'no command';

type SdkOutput<Id extends string> =
  SdkCommand<Id> extends {
    resolveMiddleware: (
      ...arguments_: never[]
    ) => (...arguments_: never[]) => Promise<{ output: infer Output }>;
  }
    ? Omit<Output, '$metadata'>
    : 'no command';

type RequestDifferences = {
  [Id in keyof operations & string]: Differences<
    TokenOptional<ContractInput<operations[Id]>>,
    SdkInput<Id>,
    `${Id} request`
  >;
}[keyof operations & string];

type ResponseDifferences = {
  [Id in keyof operations & string]: Differences<
    ContractOutput<operations[Id]>,
    SdkOutput<Id>,
    `${Id} response`
  >;
}[keyof operations & string];

/** Compiles only when there is no difference; the compile error lists those that there are. */
declare function none<Found extends never>(...found: Found[]): void;

none<RequestDifferences>();
none<ResponseDifferences>();

/** Compiles only when exactly this difference is found. */
declare function found<Actual, Expected extends string>(
  ...same: Equal<Actual, Expected> extends true ? [] : [found: Actual]
): void;

type Score = { source: string; baseScore?: number; versions?: string[]; nested?: { text?: string }[] };

none<Differences<Score, Score>>();
none<
  Differences<{ at?: number; level?: 'HIGH' | (string & {}) }, { at?: Date | undefined; level?: string }>
>();
found<Differences<Omit<Score, 'baseScore'>, Score>, '.baseScore is not in the contract'>();
found<Differences<Score & { extra?: string }, Score>, '.extra is not in the SDK'>();
found<
  Differences<Score, Omit<Score, 'source'> & { source?: string }>,
  '.source is required on one side only'
>();
found<
  Differences<Required<Pick<Score, 'baseScore'>>, Pick<Score, 'baseScore'>>,
  '.baseScore is required on one side only'
>();
found<Differences<{ a?: string }, { a?: number }>, '.a is not the same type'>();
found<Differences<{ a?: ReturnType<typeof JSON.parse> }, { a?: string }>, '.a is not the same type'>();
found<Differences<{ a?: unknown }, { a?: string }>, '.a is not the same type'>();
found<Differences<{ a?: string | number }, { a?: string }>, '.a is not the same type'>();
found<Differences<{ a?: string }, { a?: string[] }>, '.a is not the same type'>();
found<Differences<{ a?: number[] }, { a?: string[] }>, '.a[] is not the same type'>();
found<
  Differences<Score, Omit<Score, 'nested'> & { nested?: { url?: string; text?: string }[] }>,
  '.nested[].url is not in the contract'
>();

// @ts-expect-error a member that only one side has must not compile
none<Differences<Omit<Score, 'baseScore'>, Score>>();
// @ts-expect-error `found` itself must fail when there is no difference
found<Differences<Score, Score>, '.baseScore is not in the contract'>();

none<Differences<Record<string, never>, object>>();
none<Differences<{ tags?: Record<string, string> }, { tags?: Record<string, string> | undefined }>>();
found<Differences<Record<string, never>, { a?: string }>, '.a is not in the contract'>();
found<
  Differences<{ a?: Record<string, number> }, { a?: Record<string, string> }>,
  `.a.${string} is not the same type`
>();
found<
  Differences<{ a?: Record<string, never> }, { a?: Record<string, string> }>,
  `.a.${string} is not in the contract`
>();

interface Tagging {
  parameters: { path: { arn: string }; query?: { keys?: string[] }; header?: never };
  requestBody: { content: Record<Json, { tags: string[] }> };
}
type TaggingInput = { arn: string | undefined; keys?: string[] | undefined; tags: string[] | undefined };

none<Differences<ContractInput<Tagging>, TaggingInput>>();
none<Differences<ContractInput<{ parameters: { path?: never; query?: never } }>, object>>();
found<Differences<ContractInput<Tagging>, Omit<TaggingInput, 'arn'>>, '.arn is not in the SDK'>();
found<Differences<ContractInput<Tagging>, Omit<TaggingInput, 'keys'>>, '.keys is not in the SDK'>();
found<Differences<ContractInput<Tagging>, Omit<TaggingInput, 'tags'>>, '.tags is not in the SDK'>();
found<
  Differences<ContractInput<Omit<Tagging, 'requestBody'>>, TaggingInput>,
  '.tags is not in the contract'
>();

type Cancellation = { arn: string } & Record<Token, string>;

none<Differences<TokenOptional<Cancellation>, { arn: string } & { [Name in Token]?: string }>>();
found<
  Differences<TokenOptional<Cancellation>, { arn?: string } & { [Name in Token]?: string }>,
  '.arn is required on one side only'
>();
found<Differences<TokenOptional<Cancellation>, { arn: string }>, `.${Token} is not in the SDK`>();

/** The operation that every version of this contract has; the checks below need one, not all. */
type Sample = 'ListImageScanFindings';
type SampleInput = ContractInput<operations[Sample]>;
type SampleOutput = ContractOutput<operations[Sample]>;

// @ts-expect-error a member too many in a real response must not compile
none<Differences<SampleOutput & { extra?: string }, SdkOutput<Sample>>>();
// @ts-expect-error a real response without its members must not compile
none<Differences<object, SdkOutput<Sample>>>();
// @ts-expect-error an operation that AWS does not have must not compile
none<Differences<SampleInput, SdkInput<'ListOpinions'>>>();
