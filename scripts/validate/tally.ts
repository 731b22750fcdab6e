import type { Fault } from './fault.ts';

/** What came out of judging one file. */
export interface Tally {
  /** How many values were judged. */
  values: number;
  /** How many of them have a fault. */
  invalid: number;
  /** How many places held no value to judge: not JSON, or not UTF-8. */
  unreadable: number;
  /** All faults, also those that were not kept. */
  faultCount: number;
  /** The first faults. */
  faults: Fault[];
}

/** Records verdicts of one file as they fall. */
export interface Recorder {
  tally: Tally;
  /** Counts a value, and its faults; they are told in the order of their places, and only while there is room. */
  value<Raw>(faults: Raw[], describe: (fault: Raw) => Fault): void;
  /** Counts a place that held no value. */
  unreadable(describe: () => Fault): void;
  /** Counts what was judged elsewhere. */
  merge(tally: Tally): void;
}

/**
 * Makes a recorder with nothing in it.
 *
 * @param limit the most faults to keep
 * @param onFault hears of every fault that is kept
 * @returns the recorder
 */
export function createRecorder(limit: number, onFault: (fault: Fault) => void = () => {}): Recorder {
  const tally: Tally = { values: 0, invalid: 0, unreadable: 0, faultCount: 0, faults: [] };
  const room = () => limit - tally.faults.length;
  const keep = (fault: Fault) => {
    tally.faults.push(fault);
    onFault(fault);
  };
  return {
    tally,
    value(faults, describe) {
      tally.values++;
      if (faults.length === 0) return;
      tally.invalid++;
      tally.faultCount += faults.length;
      faults.slice(0, room()).map(describe).sort(byPlace).forEach(keep);
    },
    unreadable(describe) {
      tally.unreadable++;
      tally.faultCount++;
      if (room() > 0) keep(describe());
    },
    merge({ values, invalid, unreadable, faultCount, faults }) {
      tally.values += values;
      tally.invalid += invalid;
      tally.unreadable += unreadable;
      tally.faultCount += faultCount;
      faults.slice(0, room()).forEach(keep);
    },
  };
}

/** A validator finds faults in the order of the schema; a reader goes through the file from top to bottom. */
function byPlace(a: Fault, b: Fault): number {
  return a.line - b.line || a.column - b.column;
}
