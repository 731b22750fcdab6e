import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import type { Document } from '../../scripts/contract/document.ts';
import { withTemporaryFolder } from '../../scripts/files.ts';
import { bundle } from '../../scripts/redocly/bundle.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The invented operations in test/added-operations/openapi, by path. */
const addedPaths = {
  '/ListPipelineOutages': 'paths/ListPipelineOutages.yaml',
  '/ReportPipelineOutage': 'paths/ReportPipelineOutage.yaml',
  '/ListOutageNotes': 'paths/ListOutageNotes.yaml',
  '/GetPipelineOutage': 'paths/GetPipelineOutage.yaml',
  '/tags/{resourceArn}': 'paths/tags.yaml',
};

/** Copies the contract to a folder, `openapi/` and nothing else, and adds the invented operations to it. */
export async function copyWithAddedOperations(folder: string): Promise<void> {
  await cp(join(root, 'openapi'), folder, { recursive: true });
  await cp(join(root, 'test/added-operations/openapi'), folder, { recursive: true });
  const file = join(folder, 'openapi.yaml');
  const contract = parseDocument(await readFile(file, 'utf8'));
  for (const [path, $ref] of Object.entries(addedPaths)) contract.setIn(['paths', path], { $ref });
  await writeFile(file, String(contract));
}

/** Bundles the contract with the invented operations. */
export function bundleWithAddedOperations(): Promise<Document> {
  return withTemporaryFolder(async (folder) => {
    await copyWithAddedOperations(folder);
    return (await bundle(folder)).document;
  });
}
