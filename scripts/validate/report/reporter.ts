import type { Fault } from '../fault.ts';
import type { FileResult } from '../judge-input.ts';

/** Writes verdicts in one format. */
export interface Reporter {
  /** Hears of a fault as soon as it is found. */
  fault?(file: string, fault: Fault): void;
  /** Hears of every file, once it is judged. */
  file?(result: FileResult): void;
  /** Hears of everything at the end. */
  end(results: FileResult[], exitCode: number): void;
}

/** What a reporter writes with. */
export interface Output {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** A person reads along on a terminal. */
  terminal: boolean;
  /** Whether colours are for standard output, and for standard error. */
  color: { out: boolean; err: boolean };
  /** The folder that the paths of a report are relative to, when that is not the working directory. */
  root: string | undefined;
  tool: { name: string; version: string };
}
