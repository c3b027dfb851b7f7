import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { codecFiles } from '../../../electron/imaging/dicom/codecFiles.ts';
import { heifFiles } from '../../../electron/imaging/heif/heifFiles.ts';
import { pdfiumFiles } from '../../../electron/imaging/pdf/pdfiumFiles.ts';
import { projectPath } from '../../../scripts/build/projectPath.ts';
import { getChromium } from '../../../scripts/desktop/chromium.ts';

/** What ships: the real packaging, around the real Electron where it is installed, else around a stand-in for its binary. */
describe('the packaged app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lightbox-packaging-'));
  let archive: string;
  let files: readonly string[];

  beforeAll(() => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [projectPath('scripts/dist.ts'), '--dir', '--output', join(folder, 'release')], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`dist failed: ${stdout}${stderr}`);
    archive = findFile(join(folder, 'release'), 'app.asar');
    files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/').replace(/^\//, ''));
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  it.each(['main', 'preload', 'cacheWorker', 'imagingProcess', 'mediaServerProcess'])('holds %s', (name) => {
    expect(files).toContain(`dist/main/${name}.cjs`);
  });

  it('holds the window, its scripts and the notices', () => {
    expect(files).toContain('dist/renderer/index.html');
    expect(files.filter((path) => /^dist\/renderer\/assets\/.+\.js$/.test(path))).not.toEqual([]);
    expect(files).toContain('THIRD-PARTY-NOTICES.md');
  });

  it('holds every migration of the cache', () => {
    const migrations = readdirSync(projectPath('electron/cache/migrations')).flatMap((name) => /^(\d{4}-.+)\.ts$/.exec(name)?.[1] ?? []);
    const worker = extractFile(archive, join('dist', 'main', 'cacheWorker.cjs')).toString('utf8');
    expect(migrations).not.toEqual([]);
    for (const migration of migrations) expect(worker.includes(`name: "${migration}"`)).toBe(true);
  });

  it('holds every decoder that is taken by path', () => {
    expect(files).toEqual(expect.arrayContaining(Object.keys({ ...codecFiles, ...heifFiles, ...pdfiumFiles }).map((name) => `dist/main/codecs/${name}`)));
  });

  it('holds every picture of the demo EHR', () => {
    const pictures = readdirSync(projectPath('electron/mediaServer/demo/media'));
    expect(pictures).not.toEqual([]);
    expect(files).toEqual(expect.arrayContaining(pictures.map((name) => `dist/main/demoMedia/${name}`)));
  });

  it('holds both native modules as real files, for this system alone', () => {
    const unpacked = `${archive}.unpacked`;
    const binaries = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.node')).map((path) => path.replaceAll('\\', '/'));
    const system = `${process.platform}-${process.arch}`;
    expect(binaries.filter((path) => path === `node_modules/better-sqlite3/prebuilds/${system}.node`)).toHaveLength(1);
    expect(binaries.filter((path) => path.startsWith(`node_modules/@img/sharp-${system}/`))).toHaveLength(1);
    expect(binaries).toHaveLength(2);
  });

  it('holds no source, no test, no host and no tool', () => {
    const tops = new Set(files.map((path) => path.split('/')[0]));
    expect(tops).toEqual(new Set(['THIRD-PARTY-NOTICES.md', 'dist', 'node_modules', 'package.json']));
    expect(files.filter((path) => /\.(?:ts|tsx|map)$|licenses\.json$/.test(path))).toEqual([]);
    const manifest = z.object({ dependencies: z.record(z.string(), z.string()), devDependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync(projectPath('package.json'), 'utf8')));
    const shipped = new Set(files.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]));
    expect(Object.keys(manifest.devDependencies).filter((name) => shipped.has(name))).toEqual([]);
    expect(Object.keys(manifest.dependencies).filter((name) => !shipped.has(name))).toEqual([]);
    for (const bundle of files.filter((path) => path.endsWith('.cjs') && path.startsWith('dist/'))) {
      expect(extractFile(archive, join(...bundle.split('/'))).toString('utf8')).not.toContain('region test/');
    }
  });

  it('has the fuses set that keep others from running code in it', () => {
    const binary = readFileSync(electronBinary(archive));
    const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
    const wire = binary.indexOf(sentinel) + sentinel.length;
    // Version 1, then in Electron's order: runAsNode, cookieEncryption, nodeOptions, inspect, asarIntegrity, onlyLoadAppFromAsar, browserV8Snapshot, fileProtocolPrivileges.
    expect(binary[wire]).toBe(1);
    expect(binary.subarray(wire + 2, wire + 10).toString('latin1')).toBe('01001100');
  });

  it('starts on the host and opens the library', async () => {
    const app = join(folder, 'app');
    extractAll(archive, app);
    const host = spawn(process.execPath, [projectPath('test/host/run.ts'), join(app, 'dist/main/main.cjs'), '--demo', '--status'], {
      cwd: folder,
      env: { ...process.env, LIGHTBOX_CHROMIUM: await getChromium(), LIGHTBOX_DATA_DIRECTORY: join(folder, 'data') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = new Promise<void>((resolve) => { host.once('close', () => { resolve(); }); });
    let said = '';
    try {
      for await (const line of createInterface({ input: host.stdout })) {
        said += `${line}\n`;
        if (/patients 6; media [1-9]/.test(line)) break;
      }
    } finally {
      host.kill('SIGTERM');
      await closed;
    }
    expect(said).toMatch(/status: online; patients 6; media [1-9]/);
  });
});

function findFile(under: string, name: string): string {
  const found = readdirSync(under, { recursive: true, encoding: 'utf8' }).find((path) => path.split(/[\\/]/).at(-1) === name);
  if (found === undefined) throw new Error(`no ${name} under ${under}`);
  return join(under, found);
}

/** The file that carries the fuses, beside or above the archive's folder. */
function electronBinary(archive: string): string {
  const resources = join(archive, '..');
  const candidates = [join(resources, '../lightbox'), join(resources, '../Lightbox.exe'), join(resources, '../Frameworks/Electron Framework.framework/Electron Framework')];
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) throw new Error('no program beside the archive');
  return found;
}
