import { nearestName } from '../runtime/client/nearest-name.ts';
import type { Shapes } from './shapes.ts';
import { findStatement } from './statement.ts';

/** At least this share of a value's members has to be known to a shape. */
const enough = 0.5;

/**
 * Works out which shape some values are meant to have: the one that knows the largest share of their members and,
 * between equals, finds the fewest faults in them; between these the likelier shape of the contract wins.
 *
 * @param shapes the contract's shapes
 * @param values values of one kind; only objects tell something
 * @returns the shape's name; undefined when no shape knows half of the members
 */
export function detectShape(shapes: Shapes, values: unknown[]): string | undefined {
  const objects = values.filter(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  const members = countMembers(objects as object[]);
  if (objects.length === 0) return undefined;
  let best: { shape: string; share: number; faults: number } | undefined;
  for (const shape of shapes.names) {
    const properties = findStatement(shapes.document, shape, [])?.schema.properties;
    if (!properties) continue;
    const share = members.size === 0 ? 1 : knownShare(members, properties);
    if (share < (best?.share ?? enough)) continue;
    const faults = countFaults(shapes, shape, objects);
    if (!best || share > best.share || faults < best.faults) best = { shape, share, faults };
  }
  return best?.shape;
}

function countMembers(objects: object[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of objects.flatMap(Object.keys)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function knownShare(members: Map<string, number>, properties: object): number {
  const names = Object.keys(properties);
  const worth = (member: string) => {
    if (Object.hasOwn(properties, member)) return 1;
    return nearestName(member, names) === undefined ? 0 : 0.5;
  };
  let known = 0;
  let all = 0;
  for (const [member, times] of members) {
    known += worth(member) * times;
    all += times;
  }
  return known / all;
}

function countFaults({ validators }: Shapes, shape: string, values: unknown[]): number {
  const validate = validators[shape]!;
  return values.reduce<number>((sum, value) => sum + (validate(value) ? 0 : validate.errors!.length), 0);
}
