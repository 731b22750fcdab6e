import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { parse } from 'yaml';
import type { Document } from '../contract/document.ts';
import { listOperations } from '../contract/operations.ts';
import { listHosts } from './hosts.ts';
import type { Constraints, Member, Model, Scope } from './model.ts';
import { type BotocoreFiles, readBotocore, type ServiceModel } from './read-botocore.ts';
import { readContract } from './read-contract.ts';
import { readSmithy, type SmithyModel } from './read-smithy.ts';
import { toSchemas } from './schemas.ts';

/** Reads a file of any format known here: botocore's or Smithy's JSON, an OpenAPI bundle, or a wheel of botocore. */
export async function readModel(file: string, contract: Document): Promise<Model> {
  const name = basename(file);
  const bytes = await readFile(file);
  if (extname(file) === '.whl') return readWheel(bytes, name, contract);
  const text = readText(name, bytes);
  const value: unknown = /\.ya?ml$/.test(name) ? parse(text) : JSON.parse(text);
  if (has(value, 'openapi')) return readContract(name, value as Document);
  const scope = scopeOf(contract);
  if (has(value, 'smithy')) return withFilters(readSmithy(name, value as SmithyModel, scope), contract);
  if (!has(value, 'metadata') || !has(value, 'shapes')) {
    throw new Error(`${file} is neither a botocore model, a Smithy JSON model nor an OpenAPI document`);
  }
  const siblings = await readdir(dirname(file));
  const read = async (sibling: RegExp) => {
    const found = siblings.find((other) => sibling.test(other));
    return found && JSON.parse(readText(found, await readFile(join(dirname(file), found))));
  };
  const ruleSet = await read(endpointsFile);
  const files: BotocoreFiles = {
    name,
    service: value as ServiceModel,
    paginators: await read(paginatorsFile),
  };
  return withFilters(readBotocore({ ...files, ...(ruleSet && { endpoints: { ruleSet } }) }, scope), contract);
}

const serviceFile = /^service-2\.json(\.gz)?$/;
const paginatorsFile = /^paginators-1\.json(\.gz)?$/;
const endpointsFile = /^endpoint-rule-set-1\.json(\.gz)?$/;
const partitionsPath = 'botocore/data/partitions.json';

/** Reads the contract's service out of a wheel of botocore, which is a zip file. */
export function readWheel(wheel: Uint8Array, name: string, contract: Document): Model {
  const service = signingName(contract);
  const folder = `botocore/data/${service}/`;
  const files = unzipSync(wheel, {
    filter: (file) => file.name.startsWith(folder) || file.name === partitionsPath,
  });
  const versions = Object.keys(files).flatMap((path) =>
    serviceFile.test(basename(path)) ? [dirname(path)] : [],
  );
  const newest = versions.toSorted().at(-1);
  if (!newest)
    throw new Error(`${name} has no model of the service ${service} (${folder}*/service-2.json.gz)`);
  const read = (file: RegExp) => {
    const path = Object.keys(files).find((path) => dirname(path) === newest && file.test(basename(path)));
    return path && JSON.parse(readText(path, files[path]!));
  };
  const ruleSet = read(endpointsFile);
  const partitions = files[partitionsPath] && JSON.parse(readText(partitionsPath, files[partitionsPath]));
  const endpoints = ruleSet && { ruleSet, partitions };
  const model = { name, service: read(serviceFile), paginators: read(paginatorsFile), endpoints };
  return withFilters(readBotocore(model, scopeOf(contract)), contract);
}

function readText(name: string, bytes: Uint8Array): string {
  return new TextDecoder().decode(name.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

function has(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}

function signingName(contract: Document): string {
  const { signingName: name } = readContract('contract', contract);
  if (!name) throw new Error('the contract names no service: no security scheme has x-sigv4');
  return name;
}

function scopeOf(document: Document): Scope {
  return { operations: listOperations(document).map(({ id }) => id), hosts: listHosts(document.servers) };
}

/**
 * Gives AWS's model the filter names that its documentation lists, at the place where the contract has them as an enum.
 * The model itself types them as any word.
 */
function withFilters(model: Model, contract: Document): Model {
  const { shapes } = readContract('contract', contract);
  for (const { id, filters } of listOperations(contract)) {
    if (!filters) continue;
    const names = Object.keys(filters);
    const documented = documentedNames(model, id);
    if (documented.length === 0) model.missing.push(`filters of ${id}`);
    for (const target of findEnums(shapes, names, model)) {
      target.enum = documented.length > 0 ? documented : names;
    }
  }
  model.schemas = toSchemas(model.shapes);
  return model;
}

/** Finds the counterparts in AWS's model of the contract's shapes, and uses of shapes, with exactly these values. */
function findEnums(shapes: Model['shapes'], values: string[], model: Model): Constraints[] {
  const hasValues = ({ enum: own }: Constraints) => own?.toSorted().join() === values.toSorted().join();
  return [...shapes].flatMap(([name, shape]) => {
    const theirs = model.shapes.get(name);
    const members = [...(shape.members ?? [])].filter(([, member]) => hasValues(member));
    const found = [
      ...(hasValues(shape) ? [theirs] : []),
      ...members.map(([member]) => theirs?.members?.get(member)),
    ];
    return found.filter((target) => target !== undefined);
  });
}

/** AWS lists filter names as code at the start of list items. */
function documentedNames(model: Model, operation: string): string[] {
  const input = model.shapes.get(model.operations.get(operation)?.input ?? '');
  const texts = [...(input?.members?.values() ?? [])].map(({ documentation }: Member) => documentation ?? '');
  return [...texts.join('').matchAll(/<li>\s*<p>\s*<code>(\w+)<\/code>/g)].map(([, name]) => name!);
}
