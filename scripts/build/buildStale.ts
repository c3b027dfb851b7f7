import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { build } from 'vite';
import { inputsHash } from './inputsHash.ts';
import { buildMainSide } from './mainSide.ts';
import { projectPath } from './projectPath.ts';

interface Half {
  readonly name: 'main' | 'renderer';
  readonly inputs: readonly string[];
  /** Writes the build into a new folder. */
  readonly build: (outputDirectory: string) => Promise<void>;
}

const common = ['scripts/build', 'vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json', 'shared'];

const halves: readonly Half[] = [
  {
    name: 'main',
    inputs: [...common, 'electron'],
    build: buildMainSide,
  },
  {
    name: 'renderer',
    inputs: [...common, 'renderer'],
    build: async (outputDirectory) => {
      await build({ configFile: projectPath('vite.config.ts'), logLevel: 'warn', build: { outDir: outputDirectory } });
    },
  },
];

/**
 * Builds the halves of the app whose inputs changed since they were last built. A half is built beside the old one and put in its
 * place only when it is complete, so that an app or a test that starts meanwhile finds a whole build.
 * @returns the names of what was built; none when all was fresh.
 */
export async function buildStale(options: { readonly force?: boolean } = {}): Promise<readonly string[]> {
  const built: string[] = [];
  for (const half of halves) {
    const hash = inputsHash(projectPath('.'), half.inputs);
    const output = projectPath(`dist/${half.name}`);
    const stamp = `${output}.stamp`;
    if (!options.force && existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) continue;
    await rm(stamp, { force: true });
    await putInPlace(half, output);
    await writeFile(stamp, hash);
    built.push(half.name);
  }
  return built;
}

async function putInPlace(half: Half, output: string): Promise<void> {
  const fresh = projectPath(`.cache/build/${half.name}-${String(process.pid)}`);
  const old = `${fresh}-old`;
  await mkdir(fresh, { recursive: true });
  try {
    await half.build(fresh);
    await mkdir(projectPath('dist'), { recursive: true });
    if (existsSync(output)) await rename(output, old);
    await rename(fresh, output);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
