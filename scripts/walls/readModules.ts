import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** One module of the project and what its syntax tree says, as far as walls and habits ask. */
export interface SourceModule {
  /** Relative to the project, with `/`. */
  readonly path: string;
  readonly lines: number;
  /** Every import, type or value, static or dynamic, and every `new URL('./x', import.meta.url)`. */
  readonly imports: readonly ModuleImport[];
  readonly comments: readonly { readonly line: number; readonly text: string }[];
  /** `Date.now`, `new Date()`, `Math.random`, `describe.only` and the like: "object.property" or "new Name()". */
  readonly uses: readonly { readonly line: number; readonly name: string }[];
}

export interface ModuleImport {
  readonly line: number;
  readonly specifier: string;
  /** `shared/x.ts` (a file of the project), `package:zod`, `node:fs`, or null when nothing is there. */
  readonly target: string | null;
}

const floors = ['shared', 'electron', 'renderer', 'test', 'scripts'];

/** Parses every TypeScript module of every floor under `root`. @throws when a file does not parse. */
export function readModules(root: string): readonly SourceModule[] {
  return floors.flatMap((floor) => typeScriptFiles(join(root, floor))).map((file) => readModule(root, file));
}

function typeScriptFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function readModule(root: string, file: string): SourceModule {
  const source = readFileSync(file, 'utf8');
  const parsed = parseSync(file, source);
  const path = relative(root, file).replaceAll(sep, '/');
  if (parsed.errors.length > 0) throw new Error(`${path}: ${parsed.errors.map((error) => error.message).join('; ')}`);

  const imports: ModuleImport[] = [];
  const uses: { line: number; name: string }[] = [];
  const lineOf = lineCounter(source);
  const imported = (node: { readonly start: number }, specifier: unknown) => {
    if (typeof specifier !== 'string') return;
    imports.push({ line: lineOf(node.start), specifier, target: targetOf(root, file, specifier) });
  };

  new Visitor({
    ImportDeclaration: (node) => { imported(node, node.source.value); },
    ExportAllDeclaration: (node) => { imported(node, node.source.value); },
    ExportNamedDeclaration: (node) => { imported(node, node.source?.value); },
    ImportExpression: (node) => { if (node.source.type === 'Literal') imported(node, node.source.value); },
    TSImportType: (node) => { imported(node, node.source.value); },
    CallExpression: (node) => {
      const [first] = node.arguments;
      if (node.callee.type === 'Identifier' && node.callee.name === 'require' && first?.type === 'Literal') imported(node, first.value);
    },
    NewExpression: (node) => {
      if (node.callee.type !== 'Identifier') return;
      const [first, second] = node.arguments;
      if (node.callee.name === 'URL' && first?.type === 'Literal' && second?.type === 'MemberExpression') imported(node, first.value);
      if (node.arguments.length === 0) uses.push({ line: lineOf(node.start), name: `new ${node.callee.name}()` });
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      uses.push({ line: lineOf(node.start), name: `${node.object.name}.${node.property.name}` });
    },
  }).visit(parsed.program);

  const comments = parsed.comments.map((comment) => ({ line: lineOf(comment.start), text: comment.value }));
  return { path, lines: source.split('\n').length, imports, comments, uses };
}

function targetOf(root: string, file: string, specifier: string): string | null {
  const plain = specifier.replace(/\?.*$/, '');
  if (plain.startsWith('.')) {
    const target = join(dirname(file), plain);
    return existsSync(target) ? relative(root, target).replaceAll(sep, '/') : null;
  }
  if (isBuiltin(plain)) return plain.startsWith('node:') ? plain : `node:${plain}`;
  const [first = '', second = ''] = plain.split('/');
  return `package:${plain.startsWith('@') ? `${first}/${second}` : first}`;
}

/** 1-based line of an offset; offsets come mostly in rising order. */
function lineCounter(source: string): (offset: number) => number {
  const starts = [0];
  for (let index = source.indexOf('\n'); index !== -1; index = source.indexOf('\n', index + 1)) starts.push(index + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
