import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import { at, type Document, escapeSegment } from '../contract/document.ts';
import { findSigningName, listOperations } from '../contract/operations.ts';
import { subschemas } from '../contract/schema.ts';
import { listHosts } from './hosts.ts';
import type { Model, Shape } from './model.ts';
import { type BotocoreFiles, readBotocore } from './read-botocore.ts';
import { readContract } from './read-contract.ts';
import { type SmithyModel, toBotocore } from './read-smithy.ts';

const serviceFile = /^service-2\.json(\.gz)?$/;
const paginatorsFile = /^paginators-1\.json(\.gz)?$/;
const endpointsFile = /^endpoint-rule-set-1\.json(\.gz)?$/;
const partitionsPath = 'botocore/data/partitions.json';

/** Reads a file of any format known here: botocore's or Smithy's JSON, an OpenAPI bundle, or a wheel of botocore. */
export async function readModel(file: string, contract: Document): Promise<Model> {
  const name = basename(file);
  const bytes = await readFile(file);
  if (extname(file) === '.whl') return readWheel(bytes, name, contract);
  const value = /\.ya?ml$/.test(name) ? parse(readText(name, bytes)) : readJson(name, bytes);
  if (value?.openapi) return readContract(name, value);
  if (value?.smithy) return readAws(toBotocore(name, value as SmithyModel), contract);
  if (!value?.metadata || !value.shapes) {
    throw new Error(`${file} is neither a botocore model, a Smithy JSON model nor an OpenAPI document`);
  }
  const siblings = await readdir(dirname(file));
  const read = async (sibling: RegExp) => {
    const found = siblings.find((other) => sibling.test(other));
    return found && readJson(found, await readFile(join(dirname(file), found)));
  };
  const ruleSet = await read(endpointsFile);
  const endpoints = ruleSet && { ruleSet };
  return readAws({ name, service: value, paginators: await read(paginatorsFile), endpoints }, contract);
}

/** Reads the contract's service out of a wheel of botocore, which is a zip file. */
export function readWheel(wheel: Uint8Array, name: string, contract: Document): Model {
  const service = findSigningName(contract);
  if (!service) throw new Error('the contract names no service: no security scheme has x-sigv4');
  const folder = `botocore/data/${service}/`;
  const files = unzipSync(wheel, {
    filter: (file) => file.name.startsWith(folder) || file.name === partitionsPath,
  });
  const services = Object.keys(files).filter((path) => serviceFile.test(basename(path)));
  const newest = services.map(dirname).sort().at(-1);
  if (!newest)
    throw new Error(`${name} has no model of the service ${service} (${folder}*/service-2.json.gz)`);
  const read = (file: RegExp) => {
    const path = Object.keys(files).find((path) => dirname(path) === newest && file.test(basename(path)));
    return path && readJson(path, files[path]!);
  };
  const ruleSet = read(endpointsFile);
  const partitions = files[partitionsPath] && readJson(partitionsPath, files[partitionsPath]);
  const endpoints = ruleSet && { ruleSet, partitions };
  return readAws({ name, service: read(serviceFile), paginators: read(paginatorsFile), endpoints }, contract);
}

function readText(name: string, bytes: Uint8Array): string {
  return new TextDecoder().decode(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

function readJson(name: string, bytes: Uint8Array) {
  return JSON.parse(readText(name, bytes));
}

/** Reads AWS's model, with the filter names that its documentation lists: the model itself types them as any word. */
function readAws(files: BotocoreFiles, contract: Document): Model {
  const operations = listOperations(contract);
  const hosts = listHosts(contract.servers);
  const model = readBotocore(files, { operations: operations.map(({ id }) => id), hosts });
  const { shapes } = readContract('contract', contract);
  for (const { id, filters } of operations) {
    if (!filters) continue;
    const names = Object.keys(filters);
    const documented = documentedNames(model, id);
    if (documented.length === 0) model.missing.push(`filters of ${id}`);
    setEnum(
      { properties: shapes },
      { properties: model.shapes },
      names,
      documented.length > 0 ? documented : names,
    );
  }
  return model;
}

/** Sets an enum in AWS's shapes wherever the contract's have one with these values. */
function setEnum(ours: Shape, theirs: Shape | undefined, values: string[], changed: string[]): void {
  if (!theirs) return;
  if (ours.enum?.toSorted().join() === values.toSorted().join()) theirs.enum = changed;
  for (const { path, schema } of subschemas(ours)) {
    const counterpart = at(theirs, path.map((step) => `/${escapeSegment(String(step))}`).join(''));
    setEnum(schema as Shape, counterpart as Shape | undefined, values, changed);
  }
}

/** AWS lists filter names as code at the start of list items. */
function documentedNames(model: Model, operation: string): string[] {
  const input = model.shapes[model.operations.get(operation)?.input ?? ''];
  const texts = Object.values(input?.properties ?? {}).map(({ description = '' }) => description);
  return [...texts.join('').matchAll(/<li>\s*<p>\s*<code>(\w+)<\/code>/g)].map(([, name]) => name!);
}
