import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { withTemporaryFolder } from '../files.ts';
import { median, ratio } from './statistics.ts';
import type { Table } from './table.ts';

const processes = 15;
const script = fileURLToPath(new URL('validators-first-result-process.ts', import.meta.url));

/**
 * Measures the time from the import of a module to its first result, each time in a fresh process.
 *
 * @param modules paths of modules that export `validate<Shape>`, by name
 * @param standard the name of the module that the others are compared with
 * @param validator the name of the validator
 * @param page a valid page as JSON
 * @param progress gets what is being measured
 * @returns the table
 */
export async function benchFirstResult(
  modules: Record<string, string>,
  standard: string,
  validator: string,
  page: string,
  progress: (step: string) => void,
): Promise<Table> {
  const times = new Map(Object.keys(modules).map((name) => [name, [] as number[]]));
  await withTemporaryFolder(async (folder) => {
    const file = join(folder, 'page.json');
    await writeFile(file, page);
    for (let round = 0; round < processes; round += 1) {
      progress(`first result, process ${round + 1} of ${processes}`);
      for (const [name, module] of Object.entries(modules)) {
        const args = [script, pathToFileURL(module).href, validator, file];
        const { stdout } = await promisify(execFile)(process.execPath, args);
        times.get(name)!.push(Number(stdout));
      }
    }
  });
  return {
    title: `Validators: from import to first result in a fresh process, medians of ${processes}`,
    columns: ['module', 'ms', `÷ ${standard}`],
    rows: [...times].map(([name, values]) => [
      name,
      median(values).toFixed(2),
      ratio(values, times.get(standard)!).toFixed(2),
    ]),
  };
}
