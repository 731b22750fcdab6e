/** Prints the milliseconds from the import of a module of validators to its first result: `MODULE VALIDATOR PAGE`. */
import { readFileSync } from 'node:fs';

const [, , module, validator, page] = process.argv;
const value: unknown = JSON.parse(readFileSync(page!, 'utf8'));
const start = performance.now();
const validate = (await import(module!))[validator!];
const valid: boolean = validate(value);
const milliseconds = performance.now() - start;
if (!valid) throw new Error(`${validator} of ${module} refuses a valid page`);
console.log(milliseconds);
