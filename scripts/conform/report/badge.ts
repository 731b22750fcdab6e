import type { ConformanceReport } from '../types.ts';

/** Writes what a badge of shields.io says, in the form of its endpoints. */
export function writeBadge({ rules, conforms, revision }: ConformanceReport): string {
  const number = (status: string) => rules.filter((rule) => rule.status === status).length;
  const tested = rules.length - number('unproven');
  const badge = {
    schemaVersion: 1,
    label: `contract ${revision}`,
    message: `${number('passed')} of ${tested} rules`,
    color: !conforms ? 'red' : number('failed') > 0 ? 'yellow' : 'brightgreen',
  };
  return `${JSON.stringify(badge)}\n`;
}
