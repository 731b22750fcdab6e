/** Finds the name that was most likely meant; undefined when every candidate differs by more than a third. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const known = [...candidates];
  const most = Math.max(1, Math.min(name.length / 3, 4));
  for (let edits = 0; edits <= most; edits++) {
    const nearest = known.find((candidate) => isWithin(edits, name.toLowerCase(), candidate.toLowerCase()));
    if (nearest !== undefined) return nearest;
  }
  return undefined;
}

/** Whether this many insertions, deletions, substitutions and swaps of neighbours turn one text into the other. */
function isWithin(edits: number, from: string, to: string): boolean {
  if (Math.abs(from.length - to.length) > edits) return false;
  if (!from || !to) return true;
  const [a, b] = [from.slice(1), to.slice(1)];
  if (from[0] === to[0]) return isWithin(edits, a, b);
  return (
    isWithin(edits - 1, a, to) ||
    isWithin(edits - 1, from, b) ||
    isWithin(edits - 1, a, b) ||
    (from[0] === to[1] && from[1] === to[0] && isWithin(edits - 1, a.slice(1), b.slice(1)))
  );
}
