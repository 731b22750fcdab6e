/** Prints the milliseconds from nothing loaded to the first answer: `client-first-call.ts <variant> <subject>`. */
import { variants } from './client-variants.ts';

const [name, subject] = process.argv.slice(2);
const { load } = variants.find((variant) => variant.name === name)!;
const start = performance.now();
const call = await load(JSON.parse(subject!));
await call();
console.log(performance.now() - start);
process.exit();
