/** Where a node stands, in Redocly's terms: a file, and a JSON Pointer into it such as `#/properties/name`. */
export interface Location {
  source: { absoluteRef: string };
  pointer: string;
  absolutePointer: string;
  child(path: string | number | (string | number)[]): Location;
  /** The same place, reported at the key instead of the value. */
  key(): Location;
}

/** What Redocly tells a visitor about the node that it stands at. */
export interface Context {
  /** Where the node stands once its reference is followed. */
  location: Location;
  /** The node as it is written, reference and annotations beside it included. */
  rawNode: unknown;
  rawLocation: Location;
  key: string | number;
  type: { name: string };
  report(problem: { message: string; location: Location }): void;
  /** Follows a reference that stands in the file `from`; gives no node when it leads nowhere. */
  resolve(reference: unknown, from: string): { node?: unknown; location?: Location };
}

type Visit = (node: Node, context: Context) => void;

/** Any object of a contract; what stands in it is for the rules to find out. */
export interface Node {
  $ref?: unknown;
  type?: unknown;
  description?: unknown;
  operationId?: unknown;
  additionalProperties?: unknown;
  items?: unknown;
  [member: string]: unknown;
}

/** What the configuration tells the rules; each rule documents what it takes. */
export interface Options {
  pattern: string;
  order: string[];
  keywords: string[];
  names: string[];
  header: string;
  causes: string[];
}

/** A rule: takes its options from the configuration, and gives one visitor per type of node. */
export type Rule = (options: Options) => Record<string, { enter?: Visit; leave?: Visit }>;
