import { type Path, type Place, type Sources, targetPlace, valueAt } from './sources.ts';
import { type Schema, subschemas } from './subschemas.ts';

/** A schema of the contract, written in a file of its own, inline, or beside a reference. */
export interface SchemaSite extends Place {
  schema: Schema;
}

/** A value that the contract gives as an example of a schema. */
export interface ExampleSite extends Place {
  value: unknown;
  /** The schema that the value is an example of. */
  schema: SchemaSite;
}

/** Everything in a contract that JSON Schema has a say in. */
export interface Sites {
  /** By the key of their place, see {@link placeKey}. */
  schemas: Map<string, SchemaSite>;
  examples: ExampleSite[];
}

/** An object of a contract that may be a reference. */
interface Referable {
  $ref?: unknown;
}

/** Members that hold data, in which a `schema` is not a schema. */
const data = ['example', 'examples', 'value'];

/**
 * Names a place in one string.
 *
 * @param place the place
 * @returns a URI that is the place's own
 */
export function placeKey({ source, path }: Place): string {
  return `contract:${[source.file, ...path].map((step) => encodeURIComponent(step)).join('/')}`;
}

/** A walk through a contract: what was found so far, and where it has been. */
interface Walk extends Sites {
  sources: Sources;
  seen: Set<string>;
}

/**
 * Finds the schemas and examples of a contract: those of bodies, headers and parameters, the components, and all that they reach.
 *
 * @param sources the contract's files, without problems
 * @returns each schema and each example once, in the order of the contract
 */
export function findSites(sources: Sources): Sites {
  const walk: Walk = { sources, schemas: new Map(), examples: [], seen: new Set() };
  visitNode(walk, { source: sources.files.get(sources.root)!, path: [] });
  return walk;
}

function visitNode(walk: Walk, place: Place): void {
  const node = valueAt(place);
  const key = placeKey(place);
  if (typeof node !== 'object' || node === null || walk.seen.has(key)) return;
  walk.seen.add(key);
  const { $ref } = node as Referable;
  if (typeof $ref === 'string') visitNode(walk, targetPlace(walk.sources, place, $ref));
  for (const name of Object.keys(node)) visitMember(walk, place, name);
}

function visitMember(walk: Walk, place: Place, name: string): void {
  const member = inside(place, name);
  if (name === 'schema') visitOwner(walk, place, visitSchema(walk, member));
  else if (name === 'schemas' && place.path.at(-1) === 'components') visitComponents(walk, member);
  else if (!data.includes(name)) visitNode(walk, member);
}

function visitComponents(walk: Walk, place: Place): void {
  for (const name of Object.keys(valueAt(place) as object)) visitSchema(walk, inside(place, name));
}

function visitSchema(walk: Walk, place: Place): SchemaSite {
  const key = placeKey(place);
  const known = walk.schemas.get(key);
  if (known) return known;
  const site = { ...place, schema: valueAt(place) as Schema };
  walk.schemas.set(key, site);
  const { $ref, examples } = site.schema;
  if (typeof $ref === 'string') visitSchema(walk, targetPlace(walk.sources, place, $ref));
  const count = Array.isArray(examples) ? examples.length : 0;
  for (let index = 0; index < count; index++) addExample(walk, inside(place, 'examples', index), site);
  for (const { path } of subschemas(site.schema)) visitSchema(walk, inside(place, ...path));
  return site;
}

/** Takes the examples that stand beside a schema: of a media type, a header or a parameter. */
function visitOwner(walk: Walk, place: Place, schema: SchemaSite): void {
  const { example, examples } = valueAt(place) as { example?: unknown; examples?: object };
  if (example !== undefined) addExample(walk, inside(place, 'example'), schema);
  for (const name of Object.keys(examples ?? {})) {
    const target = end(walk, inside(place, 'examples', name));
    if (Object.hasOwn(valueAt(target) as object, 'value')) addExample(walk, inside(target, 'value'), schema);
  }
}

function addExample(walk: Walk, place: Place, schema: SchemaSite): void {
  walk.examples.push({ ...place, value: valueAt(place), schema });
}

function end(walk: Walk, place: Place): Place {
  const { $ref } = valueAt(place) as Referable;
  return typeof $ref === 'string' ? end(walk, targetPlace(walk.sources, place, $ref)) : place;
}

function inside({ source, path }: Place, ...steps: Path): Place {
  return { source, path: [...path, ...steps] };
}
