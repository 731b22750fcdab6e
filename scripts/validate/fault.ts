import type { Frame } from './frame.ts';

/** One thing that is wrong with a document. */
export interface Fault {
  /** Counted from 1, in lines and UTF-16 code units. */
  line: number;
  column: number;
  endColumn: number;
  /** JSON Pointer to what is wrong, in the JSON text that was judged. */
  pointer: string;
  /** The rule that is broken, in the terms of JSON Schema; `syntax` where there is no JSON to judge. */
  keyword: string;
  /** The whole fault in words: `findings[3].severity must be a string, is null`. */
  message: string;
  /** What the contract asks for, such as `must be a string`. */
  rule: string;
  /** The value as JSON, cut; undefined where a member or the JSON is missing. */
  value?: string;
  /** Where the contract states the rule. */
  stated?: { shape: string; pointer: string };
  /** A guess at what was meant. */
  suggestion?: string;
  /** The judged text inside its file, such as `/log/entries/0/response/content/text` in a recording. */
  within?: string;
  /** The lines around the fault. */
  frame?: Frame;
}

/** The keyword of a text that is not JSON. */
export const syntax = 'syntax';
