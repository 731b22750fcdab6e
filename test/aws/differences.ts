/**
 * What one side states about an operation, flat: a place such as `CvssScore.baseScore` and what stands there, such as `double`.
 */
export type Facts = Map<string, string>;

/** Follows a type if a side does not say whether the member is required: either is right. */
export const requiredOrNot = ', required or not';

/**
 * Compares two statements of the same operation, both ways round.
 *
 * @param contract what the contract states
 * @param theirs what the other side states
 * @param name who the other side is, such as `SDK`
 * @returns one readable line per place at which they differ, sorted; empty when they agree
 */
export function differences(contract: Facts, theirs: Facts, name: string): string[] {
  return [...new Set([...contract.keys(), ...theirs.keys()])]
    .filter((place) => !readings(theirs.get(place)).includes(contract.get(place)))
    .map(
      (place) =>
        `${place}: contract ${contract.get(place) ?? 'nothing'}, ${name} ${theirs.get(place) ?? 'nothing'}`,
    )
    .sort();
}

function readings(statement: string | undefined): (string | undefined)[] {
  return ['', ', required'].map((decided) => statement?.replace(requiredOrNot, decided));
}
