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

/** An entry point that both releases have: its files, and the file that declares variables of its types. */
interface Entry {
  entry: string;
  old: string;
  new: string;
  probe: string;
}

type Exports = Map<string, ts.Symbol>;

interface ComparedEntry extends Entry {
  before: Exports;
  after: Exports;
}

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

/** Diagnostics of missing names and modules, which would turn types into `any` unnoticed. */
const missing = [2304, 2305, 2307, 2694, 2792];

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

/**
 * Compares the exports of two releases by asking the compiler which types can replace which.
 *
 * Maps and unions over the whole contract grow with each operation, which breaks no code that uses the others.
 * So types are compared without the new declarations named in `additions`.
 */
export async function compareDeclarations(
  old: Declarations,
  now: Declarations,
  additions: Set<string> = new Set(),
): Promise<TypeChange[]> {
  if (isDeepStrictEqual(old, now)) return [];
  return withTemporaryFolder(async (folder) => {
    const known = additions.size > 0 ? withoutNames(now, additions) : now;
    await writeSides(folder, { old, new: now, known });
    const entries = [...old.entries].flatMap(([entry, file]): Entry[] => {
      const counterpart = now.entries.get(entry);
      const probe = join(folder, `probe-${entry.replace(/\W+/g, '-')}.ts`);
      return counterpart === undefined ? [] : [{ entry, old: file, new: counterpart, probe }];
    });
    const roots = entries.flatMap((entry) => [
      join(folder, 'old', entry.old),
      join(folder, 'new', entry.new),
    ]);
    const program = createProgram(folder, roots);
    const compared = await Promise.all(
      entries.map(async (entry) => {
        const exports = {
          before: listExports(program, join(folder, 'old', entry.old)),
          after: listExports(program, join(folder, 'new', entry.new)),
        };
        await writeFile(entry.probe, writeProbe(entry, exports));
        return { ...entry, ...exports };
      }),
    );
    const probes = entries.map(({ probe }) => probe);
    const probed = createProgram(folder, probes, program);
    return compared.flatMap((entry) => compareExports(entry, probed));
  });
}

/** Omits statements, properties, methods and imports with these names. */
function withoutNames(declarations: Declarations, names: Set<string>): Declarations {
  const omit = (context: ts.TransformationContext) => {
    const visit = (node: ts.Node): ts.Node | undefined =>
      names.has(nameOf(node) ?? '') ? undefined : ts.visitEachChild(node, visit, context);
    return (file: ts.SourceFile) => ts.visitEachChild(file, visit, context);
  };
  const printer = ts.createPrinter();
  const files = [...declarations.files].map(([path, text]) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    return [path, printer.printFile(ts.transform(source, [omit]).transformed[0]!)] as const;
  });
  return { ...declarations, files: new Map(files) };
}

function nameOf(node: ts.Node): string | undefined {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText();
  const isNamed = ts.isTypeElement(node) || ts.isImportSpecifier(node) || ts.isDeclarationStatement(node);
  const name = isNamed ? node.name : undefined;
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}

async function writeSides(folder: string, sides: Record<string, Declarations>): Promise<void> {
  const nodeModules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  await symlink(nodeModules, join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [side, { package: manifest, files }] of Object.entries(sides)) {
    const texts = new Map([...files, ['package.json', JSON.stringify({ type: 'module', ...manifest })]]);
    for (const [path, text] of texts) {
      const file = join(folder, side, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
}

function createProgram(folder: string, files: string[], earlier?: ts.Program): ts.Program {
  const program = ts.createProgram(files, options, undefined, earlier);
  const own = program.getSourceFiles().filter(({ fileName }) => !fileName.includes('/node_modules/'));
  const [first] = own
    .flatMap((file) => program.getSemanticDiagnostics(file))
    .filter(({ code }) => missing.includes(code));
  if (!first) return program;
  const text = ts.flattenDiagnosticMessageText(first.messageText, ' ');
  throw new Error(
    `the declarations cannot be compared: ${relative(folder, first.file?.fileName ?? '')}: ${text}`,
  );
}

function listExports(program: ts.Program, file: string): Exports {
  const checker = program.getTypeChecker();
  const symbol = checker.getSymbolAtLocation(program.getSourceFile(file)!);
  const exported = symbol ? checker.getExportsOfModule(symbol) : [];
  const follow = (entry: ts.Symbol) =>
    entry.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(entry) : entry;
  return new Map(exported.map((entry) => [entry.name, follow(entry)]));
}

/** Declares a variable of each exported type on either side. */
function writeProbe(entry: Entry, { before, after }: Record<'before' | 'after', Exports>): string {
  const lines = [
    `import type * as Old from './old/${entry.old}';`,
    `import type * as New from './known/${entry.new}';`,
  ];
  for (const [name, old] of before) {
    const now = after.get(name);
    if (!now) continue;
    const flags = old.flags & now.flags;
    const declare = (variable: string, type: string) =>
      lines.push(`export declare const ${variable}_${name}: ${type};`);
    if (flags & ts.SymbolFlags.Type) {
      declare('oldType', `Old.${name}${typeArguments(old)}`);
      declare('newType', `New.${name}${typeArguments(now)}`);
    }
    if (flags & ts.SymbolFlags.Value) {
      declare('oldValue', `typeof Old.${name}`);
      declare('newValue', `typeof New.${name}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function compareExports({ entry, probe, before, after }: ComparedEntry, program: ts.Program): TypeChange[] {
  const types = readVariables(program, probe);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name): TypeChange[] => {
    const found = (level: TypeChange['level'], change: string) => [{ entry, name, level, change }];
    const [old, now] = [before.get(name), after.get(name)];
    if (!old) return found('minor', 'is new');
    if (!now) return found('major', 'is no longer exported');
    const broken = findBreak(program.getTypeChecker(), name, types);
    if (broken) return found('major', broken);
    return print(old) === print(now) ? [] : found('minor', 'changed compatibly');
  });
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
