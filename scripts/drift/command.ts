import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, type Io, readChoice } from '../command.ts';
import { defaultIndex, downloadWheel, listReleases, type Release } from './botocore-wheel.ts';
import { compareModels } from './compare.ts';

import { draftOverlay } from './draft-overlay.ts';
import { compareDocumentation, type DocumentationChange, type Model } from './model.ts';
import {
  createLocator,
  type RevisedContract,
  type RevisionSource,
  readContract,
  readRevised,
} from './read-contract.ts';
import { readModel, readWheel } from './read-model.ts';
import { type DriftReport, formats } from './report.ts';

const help = `Usage: npm run drift -- [options]

Compares the contract and its revisions with AWS's newest service model, which botocore ships on PyPI.

  --model FILE     compare with this file instead: a botocore or Smithy JSON model, an OpenAPI bundle, or a botocore wheel
  --write          draft openapi/revisions/<date>.yaml, an overlay that brings the contract up to date
  --format NAME    ${Object.keys(formats).join(', ')}; default text
  --contract DIR   the folder of the contract, default openapi
  --index URL      the package index, default $PIP_INDEX_URL or ${defaultIndex}
  --help           show this

Examples:
  npm run drift
  npm run drift -- --format markdown
  npm run drift -- --model generated/openapi.yaml

Exit status: 0 they agree, 1 they differ, 2 they could not be compared.
`;

const options = {
  model: { type: 'string' },
  write: { type: 'boolean' },
  format: { type: 'string' },
  contract: { type: 'string' },
  index: { type: 'string' },
} as const;

/** AWS's model, where it comes from, and what its texts say that they did not say before. */
interface Counterpart {
  model: Model;
  source: RevisionSource | { date: string };
  documentation: DocumentationChange[];
  documentationSince?: string;
}

/** The command `npm run drift`. */
export const drift: Command<typeof options> = {
  help,
  options,
  async run({ model: file, write, format = 'text', contract: folder = 'openapi', index }, _, io) {
    readChoice('format', format, Object.keys(formats));
    const contract = await readRevised(folder);
    const counterpart = file
      ? await readFromFile(file, contract)
      : await readNewest(index ?? (io.env['PIP_INDEX_URL'] || defaultIndex), contract, io);
    const report = await compare(folder, contract, counterpart);
    io.stdout.write(formats[format as keyof typeof formats](report));
    if (write && report.differences.length > 0) await writeDraft(folder, contract, counterpart, report, io);
    return report.differences.length > 0 ? 1 : 0;
  },
};

async function readFromFile(file: string, { document }: RevisedContract): Promise<Counterpart> {
  const model = await readModel(file, document);
  model.missing.push('documentation');
  return { model, source: { date: new Date().toISOString().slice(0, 10) }, documentation: [] };
}

async function readNewest(
  index: string,
  { document, source: since }: RevisedContract,
  io: Io,
): Promise<Counterpart> {
  const progress = (message: string) => {
    if (io.stderr.isTTY) io.stderr.write(`${message}…\n`);
  };
  progress('Looking for the newest botocore');
  const releases = await listReleases(index);
  const newest = releases.at(-1)!;
  const read = async (release: Release) => {
    progress(`Fetching botocore ${release.version}`);
    return readWheel(await downloadWheel(release), `botocore ${release.version} (${release.date})`, document);
  };
  const model = await read(newest);
  const { version, date } = newest;
  const source = { package: 'botocore', version, date };
  const earlier = releases.find((release) => release.version === since?.version);
  if (!earlier) {
    model.missing.push('documentation');
    return { model, source, documentation: [] };
  }
  const documentation = earlier === newest ? [] : compareDocumentation(await read(earlier), model);
  return { model, source, documentation, documentationSince: `botocore ${earlier.version}` };
}

async function compare(
  folder: string,
  contract: RevisedContract,
  counterpart: Counterpart,
): Promise<DriftReport> {
  const { model, documentation, documentationSince } = counterpart;
  const name = [
    folder,
    ...(contract.revisions.length > 0 ? [`with ${contract.revisions.join(', ')}`] : []),
  ].join(' ');
  const ours = readContract(name, contract.document);
  const { differences, rewritten } = compareModels(ours, model);
  const locate = await createLocator(folder, contract.document);
  return {
    ...{ contract: name, model: model.name, rewritten, documentation, documentationSince },
    differences: differences.map((difference) => ({ ...difference, file: locate(difference) })),
    notCompared: model.missing,
  };
}

async function writeDraft(
  folder: string,
  contract: RevisedContract,
  { model, source }: Counterpart,
  { differences }: DriftReport,
  io: Io,
): Promise<void> {
  const file = join(folder, 'revisions', `${source.date}.yaml`);
  const { yaml, byHand } = draftOverlay(differences, contract.document, model, source);
  if (byHand.length === differences.length) {
    io.stderr.write(`No overlay can express the differences; change ${folder} by hand.\n`);
    return;
  }
  await mkdir(join(folder, 'revisions'), { recursive: true });
  await writeFile(file, yaml, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new Error(`${file} already exists; move it to draft a new one`) : error;
  });
  const revised = await readRevised(folder);
  const left = compareModels(readContract('draft', revised.document), model).differences.length;
  const rest =
    left === 0
      ? 'it brings the contract up to date'
      : `differences left: ${left}, ${byHand.length} of them to change by hand`;
  io.stderr.write(`Drafted ${file}: ${rest}. Read it, describe what is new, and run npm run generate.\n`);
}
