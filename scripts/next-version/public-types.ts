import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { type Files, withTemporaryFolder } from '../files.ts';

/** The declarations of a release. */
export interface Declarations {
  /** The package's name and entry points: declarations may import the package by its name. */
  package: { name: string; exports: object };
  /** Path to text. */
  files: Files;
  /** The file that each entry point names as its types, by entry point, as `./mock`. */
  entries: Map<string, string>;
}

/** A change of what an entry point exports. */
export interface TypeChange {
  entry: string;
  name: string;
  level: 'major' | 'minor';
  change: string;
}

type Exports = Map<string, ts.Symbol>;

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  exactOptionalPropertyTypes: true,
  strict: true,
  noEmit: true,
  types: ['node'],
};

/** Diagnostics of names and modules that are missing, which would turn types into `any` unnoticed. */
const missing = [2304, 2305, 2307, 2792];

/** Reads the declarations that entry points lead to, without doc comments and private members. */
export function readDeclarations(folder: string, entries: Map<string, string>): Files {
  const roots = [...entries.values()].map((file) => join(folder, file));
  const own = ts
    .createProgram(roots, { ...options, preserveSymlinks: true })
    .getSourceFiles()
    .map(({ fileName, text }) => [relative(folder, fileName).split(sep).join('/'), strip(text)] as const)
    .filter(([path]) => !path.startsWith('../') && !path.includes('node_modules/'));
  return new Map(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A private member would make two copies of a class incompatible. */
function strip(text: string): string {
  const comment = /[ \t]*\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n?/g;
  const plain = text.replace(comment, (found) => (found.includes('@ts-') ? found : ''));
  return plain.replace(/^[ \t]*#private;\n/gm, '');
}

/** Compares the exports of two releases by asking the compiler which types can stand in for which. */
export async function compareDeclarations(old: Declarations, now: Declarations): Promise<TypeChange[]> {
  if (isDeepStrictEqual(old, now)) return [];
  return withTemporaryFolder(async (folder) => {
    const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url));
    await symlink(nodeModules, join(folder, 'node_modules'), 'junction');
    const write = async (path: string, text: string) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    };
    for (const [side, { package: manifest, files }] of Object.entries({ old, new: now })) {
      await write(`${side}/package.json`, JSON.stringify({ type: 'module', ...manifest }));
      for (const [path, text] of files) await write(`${side}/${path}`, text);
    }
    await write('package.json', '{ "type": "module" }');
    const shared = [...old.entries.keys()].filter((entry) => now.entries.has(entry));
    const pairs = shared.map(
      (entry) => new Pair(folder, entry, old.entries.get(entry)!, now.entries.get(entry)!),
    );
    const program = ts.createProgram(
      pairs.flatMap(({ files }) => files),
      options,
    );
    checkImports(program, folder);
    for (const pair of pairs) await write(pair.probe, pair.writeProbe(program));
    const probed = ts.createProgram(
      pairs.map(({ probe }) => join(folder, probe)),
      options,
      undefined,
      program,
    );
    return pairs.flatMap((pair) => pair.compare(probed));
  });
}

function checkImports(program: ts.Program, folder: string): void {
  const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'));
  const [first] = own
    .flatMap((file) => program.getSemanticDiagnostics(file))
    .filter(({ code }) => missing.includes(code));
  if (!first) return;
  const text = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  throw new Error(
    `the declarations cannot be compared: ${relative(folder, first.file?.fileName ?? '')}: ${text}`,
  );
}

/** The old and the new declarations of one entry point. */
class Pair {
  /** A file that declares a variable of each exported type on either side. */
  readonly probe: string;
  readonly files: [old: string, now: string];
  readonly #folder: string;
  readonly #entry: string;
  readonly #paths: [old: string, now: string];

  constructor(folder: string, entry: string, old: string, now: string) {
    this.#folder = folder;
    this.#entry = entry;
    this.#paths = [`./old/${old}`, `./new/${now}`];
    this.files = [join(folder, this.#paths[0]), join(folder, this.#paths[1])];
    this.probe = `probe-${entry.replace(/\W+/g, '-')}.ts`;
  }

  writeProbe(program: ts.Program): string {
    const [old, now] = this.#exports(program);
    const [oldPath, newPath] = this.#paths;
    const lines = [`import type * as Old from '${oldPath}';`, `import type * as New from '${newPath}';`];
    for (const [name, before] of old) {
      const after = now.get(name);
      const flags = before.flags & (after?.flags ?? 0);
      const declare = (variable: string, type: string) =>
        lines.push(`export declare const ${variable}_${name}: ${type};`);
      if (after && flags & ts.SymbolFlags.Type) {
        declare('oldType', `Old.${name}${typeArguments(before)}`);
        declare('newType', `New.${name}${typeArguments(after)}`);
      }
      if (flags & ts.SymbolFlags.Value) {
        declare('oldValue', `typeof Old.${name}`);
        declare('newValue', `typeof New.${name}`);
      }
    }
    return `${lines.join('\n')}\n`;
  }

  compare(program: ts.Program): TypeChange[] {
    const [old, now] = this.#exports(program);
    const types = readVariables(program, join(this.#folder, this.probe));
    return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): TypeChange[] => {
      const found = (level: TypeChange['level'], change: string) => [
        { entry: this.#entry, name, level, change },
      ];
      const [before, after] = [old.get(name), now.get(name)];
      if (!before) return found('minor', 'is new');
      if (!after) return found('major', 'is no longer exported');
      const broken = findBreak(program.getTypeChecker(), name, types);
      if (broken) return found('major', broken);
      return print(before) === print(after) ? [] : found('minor', 'changed compatibly');
    });
  }

  #exports(program: ts.Program): [old: Exports, now: Exports] {
    const checker = program.getTypeChecker();
    const [old, now] = this.files.map((file) => {
      const symbol = checker.getSymbolAtLocation(program.getSourceFile(file)!);
      const exported = symbol ? checker.getExportsOfModule(symbol) : [];
      return new Map(exported.map((entry) => [entry.name, followAlias(checker, entry)]));
    });
    return [old!, now!];
  }
}

function followAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Gives every type parameter without a default the argument `unknown`. */
function typeArguments({ declarations = [] }: ts.Symbol): string {
  const [parameters = []] = declarations.flatMap((declaration) => {
    const { typeParameters } = declaration as ts.InterfaceDeclaration | ts.TypeAliasDeclaration;
    return typeParameters ? [typeParameters] : [];
  });
  const needed = parameters.filter((parameter) => !parameter.default).map(() => 'unknown');
  return needed.length > 0 ? `<${needed.join(', ')}>` : '';
}

function readVariables(program: ts.Program, file: string): Map<string, ts.Type> {
  const checker = program.getTypeChecker();
  const statements = program.getSourceFile(file)!.statements.filter(ts.isVariableStatement);
  const declarations = statements.flatMap(({ declarationList }) => [...declarationList.declarations]);
  return new Map(declarations.map(({ name }) => [name.getText(), checker.getTypeAtLocation(name)]));
}

/** A type is both read and written by users, so it has to fit both ways; a value only has to serve as the old one did. */
function findBreak(checker: ts.TypeChecker, name: string, types: Map<string, ts.Type>): string | undefined {
  const fits = (from: string, to: string) => {
    const [source, target] = [types.get(`${from}_${name}`), types.get(`${to}_${name}`)];
    return !source || !target || checker.isTypeAssignableTo(source, target);
  };
  if (!types.has(`oldType_${name}`) && !types.has(`oldValue_${name}`)) return 'is something else now';
  if (!fits('newValue', 'oldValue')) return 'can no longer be used as before';
  if (!fits('oldType', 'newType')) return 'no longer takes every value of the old type';
  if (!fits('newType', 'oldType')) return 'has values that the old type did not have';
  return undefined;
}

function print({ declarations = [] }: ts.Symbol): string {
  const printer = ts.createPrinter({ removeComments: true });
  return declarations
    .map((declaration) =>
      printer.printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile()),
    )
    .sort()
    .join('\n');
}
