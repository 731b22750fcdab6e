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
  /** Counts a value, and its faults; a fault is described only while there is room for it. */
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
  const keep = (describe: () => Fault) => {
    tally.faultCount++;
    if (tally.faults.length >= limit) return;
    const fault = describe();
    tally.faults.push(fault);
    onFault(fault);
  };
  return {
    tally,
    value(faults, describe) {
      tally.values++;
      if (faults.length > 0) tally.invalid++;
      for (const fault of faults) keep(() => describe(fault));
    },
    unreadable(describe) {
      tally.unreadable++;
      keep(describe);
    },
    merge({ values, invalid, unreadable, faultCount, faults }) {
      tally.values += values;
      tally.invalid += invalid;
      tally.unreadable += unreadable;
      for (const fault of faults) keep(() => fault);
      tally.faultCount += faultCount - faults.length;
    },
  };
}
