import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { projectPath } from '../../scripts/build/projectPath.ts';

/** A copy of the project's sources in which rules may be broken; the working tree is never touched. */
export interface Overlay {
  readonly root: string;
  readonly plant: (files: Readonly<Record<string, string>>) => void;
  /** Runs a Node program of the project, given relative to it, with the overlay as working directory. */
  readonly run: (program: string, ...args: readonly string[]) => { readonly code: number | null; readonly output: string };
  readonly remove: () => void;
}

const sources = [
  'shared', 'electron', 'renderer', 'scripts', 'test', 'package.json', 'tsconfig.json', 'tsconfig.base.json', 'vite.config.ts', 'playwright.config.ts',
  '.oxlintrc.json', 'knip.jsonc', '.gitignore',
];
const sourceExtensions = new Set(['', '.ts', '.tsx', '.mjs', '.cjs', '.json', '.pem', '.jsonc', '.css', '.html']);

export function makeOverlay(): Overlay {
  const root = mkdtempSync(join(tmpdir(), 'lightbox-architecture-'));
  for (const source of sources.filter((name) => existsSync(projectPath(name)))) {
    cpSync(projectPath(source), join(root, source), { recursive: true, filter: (path) => sourceExtensions.has(extname(path)) || path.endsWith('.gitignore') });
  }
  symlinkSync(projectPath('node_modules'), join(root, 'node_modules'), 'junction');
  return {
    root,
    plant: (files) => {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    },
    run: (program, ...args) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [projectPath(program), ...args], { cwd: root, encoding: 'utf8' });
      return { code: status, output: stdout + stderr };
    },
    remove: () => { rmSync(root, { recursive: true, force: true }); },
  };
}
