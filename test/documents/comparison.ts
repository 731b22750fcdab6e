import { spawn } from 'node:child_process';
import type { ConformanceReport } from '../../scripts/conform/index.ts';
import { conform } from '../conform/support.ts';
import { freePort } from '../support/server.ts';

/** Tests stock Prism, which crashes at one of the requests and is started again each time. */
export async function conformPrism(): Promise<ConformanceReport> {
  const port = await freePort();
  const arguments_ = ['mock', '--port', String(port), 'generated/openapi.yaml'];
  const env = { ...process.env, SCARF_ANALYTICS: 'false' };
  let isNeeded = true;
  const start = () => {
    const prism = spawn('node_modules/.bin/prism', arguments_, { stdio: 'ignore', env });
    prism.once('exit', () => isNeeded && start());
    stop = () => prism.kill();
  };
  let stop = () => false;
  try {
    start();
    const url = `http://127.0.0.1:${port}`;
    while (!(await fetch(url).catch(() => undefined)))
      await new Promise((resolve) => setTimeout(resolve, 100));
    return await conform(url);
  } finally {
    isNeeded = false;
    stop();
  }
}

/** Writes a report as an item of the list in docs/comparison.md. */
export function toItem(server: string, { rules }: ConformanceReport): string {
  const names = (wanted: string) =>
    rules.filter(({ status }) => status === wanted).map(({ rule }) => `\`${rule}\``);
  const list = (all: string[], what: string) =>
    all.length > 0 ? `, ${all.length} ${what} (${all.join(', ')})` : '';
  const [passed, failed, unproven] = [names('passed'), names('failed'), names('unproven')];
  return `- ${server}: ${passed.length} rules pass${list(failed, 'fail')}${list(unproven, 'are unproven')}.`;
}
