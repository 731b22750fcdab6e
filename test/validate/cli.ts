/** Runs `validate` as `scan-findings` does, and tells the peak of its memory when asked to. */
import { validateCommand } from '../../scripts/validate/command.ts';

const [, , command, ...args] = process.argv;
if (command !== 'validate') throw new Error(`this runs validate only, not ${command}`);
if (process.env['REPORT_MEMORY']) {
  process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS} KiB\n`));
}
await validateCommand.run(args);
