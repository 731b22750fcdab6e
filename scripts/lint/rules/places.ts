import { basename, extname } from 'node:path';
import type { Context, Location, Node } from './redocly.ts';

/** A node of the contract, and where it stands. */
export interface Place<Value = Node> {
  node: Value;
  location: Location;
}

/**
 * Tells whether a value is an object with members, neither null nor a list.
 *
 * @param value any value of a contract
 * @returns whether it is an object
 */
export function isObject(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Follows the references at a place until a node without `$ref` is reached.
 *
 * @param context the context of the visitor that asks
 * @param place a node, or a reference to one
 * @returns the place that the reference leads to, or undefined when it leads nowhere or to no object
 */
export function follow(context: Context, place: Place): Place | undefined {
  const { $ref } = place.node;
  if (typeof $ref !== 'string') return place;
  const { node, location } = context.resolve({ $ref }, place.location.source.absoluteRef);
  return isObject(node) && location ? follow(context, { node, location }) : undefined;
}

/**
 * Goes down from a place by members, following every reference before the next member is taken.
 *
 * @param context the context of the visitor that asks
 * @param place where to start
 * @param path names of members
 * @returns the last member, not followed, or undefined when there is no such object
 */
export function descend(context: Context, place: Place, ...path: string[]): Place | undefined {
  let current: Place | undefined = place;
  for (const name of path) {
    const owner: Place | undefined = current && follow(context, current);
    const node: unknown = owner?.node[name];
    current = owner && isObject(node) ? { node, location: owner.location.child(name) } : undefined;
  }
  return current;
}

/**
 * Lists the members of a place that are objects.
 *
 * @param place a place without `$ref`, such as a map of responses; undefined counts as empty
 * @returns name and place of each member, not followed
 */
export function members(place: Place | undefined): [string, Place][] {
  return Object.entries(place?.node ?? {}).flatMap(([name, node]) =>
    isObject(node) ? [[name, { node, location: place!.location.child(name) }]] : [],
  );
}

/**
 * Reads a keyword of a schema that may stand beside its `$ref` or behind it.
 *
 * @param context the context of the visitor that asks
 * @param place a schema, or a reference to one
 * @param name the keyword's name
 * @returns the nearest value, undefined when the schema has none
 */
export function keyword(context: Context, place: Place, name: string): unknown {
  return name in place.node ? place.node[name] : follow(context, place)?.node[name];
}

/**
 * Names the component that stands at a location.
 *
 * @param location a location of the contract
 * @returns the file's name without extension for the root of a file, the key for an entry of `components`, else undefined
 */
export function componentName({ pointer, source }: Location): string | undefined {
  if (pointer === '#/') return basename(source.absoluteRef, extname(source.absoluteRef));
  return pointer.match(/^#\/components\/[^/]+\/([^/]+)$/)?.[1];
}

/**
 * Makes a list of names readable in a message.
 *
 * @param names the names
 * @returns the names in backquotes, with commas
 */
export function quote(names: Iterable<string>): string {
  return [...names].map((name) => `\`${name}\``).join(', ');
}
