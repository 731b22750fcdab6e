import type { ContractCopy, Expectation, Value } from './contract-copy.ts';

/** One way to break the contract: the rule that has to report it, and where. */
export interface Change {
  rule: string;
  change: string;
  make(contract: ContractCopy): Promise<Expectation[]>;
}

/**
 * Makes a change that sets one node of one file.
 *
 * @param contract the copy to change
 * @param expected the node, which is also where the problem is expected
 * @param value the node's new value
 * @returns the expectation
 */
export async function set(
  contract: ContractCopy,
  expected: Expectation,
  value: unknown,
): Promise<Expectation[]> {
  await contract.edit(expected.file, (document) =>
    document.setIn(expected.path, document.createNode(value, { flow: true })),
  );
  return [expected];
}

/**
 * Makes a change that deletes one node of one file.
 *
 * @param contract the copy to change
 * @param file the file
 * @param path the node
 * @param expected where the problem is expected
 * @returns the expectation
 */
export async function remove(
  contract: ContractCopy,
  file: string,
  path: Expectation['path'],
  expected: Omit<Expectation, 'file'>,
): Promise<Expectation[]> {
  await contract.edit(file, (document) => document.deleteIn(path));
  return [{ file, ...expected }];
}

/**
 * Takes the name of the first member of an object that fulfils a condition.
 *
 * @param members the object
 * @param condition what the member has to be
 * @returns the name
 */
export function nameOf<Member>(
  members: Record<string, Member> | undefined,
  condition: (member: Member) => boolean,
): string {
  const found = Object.entries(members ?? {}).find(([, member]) => condition(member));
  if (!found) throw new Error('no member fits this change');
  return found[0];
}

/**
 * Tells whether a schema is an object with a property that fulfils a condition.
 *
 * @param condition what the property has to be
 * @returns a condition for {@link ContractCopy.take}
 */
export function withProperty(condition: (property: Value) => boolean): (schema: Value) => boolean {
  return ({ properties }) => Object.values(properties ?? {}).some(condition);
}
