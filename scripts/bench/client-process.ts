/** Measures one variant in a process of its own, and prints the result as JSON: `client-process.ts <variant> <subject>`. */
import { type VariantName, variants } from './client-variants.ts';

const [name, subject] = process.argv.slice(2);
const start = performance.now();
const call = await variants[name as VariantName](JSON.parse(subject!));
await call();
const firstCall = performance.now() - start;
// Until the code is compiled for good.
await measure(16, 1000);
console.log(JSON.stringify({ firstCall, alone: await measure(1, 300), together: await measure(16, 1000) }));
process.exit();

/** Calls for some milliseconds, some calls at a time. */
async function measure(atOnce: number, milliseconds: number): Promise<{ rate: number; cpu: number }> {
  const start = performance.now();
  const cpuBefore = process.cpuUsage();
  let done = 0;
  const work = async () => {
    while (performance.now() - start < milliseconds) {
      await call();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: (done * 1000) / (performance.now() - start), cpu: (user + system) / 1000 / done };
}
