import { runCommand } from './command.ts';
import { drift } from './drift/command.ts';

await runCommand('npm run drift --', drift);
