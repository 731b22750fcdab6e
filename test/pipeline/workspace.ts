import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the project's contract with a place to generate into. */
export interface Workspace {
  contract: string;
  out: string;
  remove(): Promise<void>;
}

/** Copies the contract into a folder inside the project, where generated code finds the packages it imports. */
export async function createWorkspace(): Promise<Workspace> {
  await mkdir(`${root}.tmp`, { recursive: true });
  const folder = await mkdtemp(`${root}.tmp/pipeline-`);
  await cp(`${root}openapi`, `${folder}/openapi`, { recursive: true });
  return {
    contract: `${folder}/openapi`,
    out: `${folder}/generated`,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
