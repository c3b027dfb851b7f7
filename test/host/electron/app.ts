import { EventEmitter } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { App } from 'electron';
import { isRunning } from '../isRunning.ts';

/** Listening (`on`) is EventEmitter's own in each of the host's classes: Electron's overloads answer `this`, which no stand-in can be. */
type Slice = Pick<App, 'whenReady' | 'quit' | 'exit' | 'getVersion' | 'getPath' | 'setPath' | 'requestSingleInstanceLock' | 'enableSandbox'>;

interface Manifest {
  readonly name: string;
  readonly version: string;
}

class HostApp extends EventEmitter implements Slice {
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #manifest: Manifest = { name: 'electron', version: '0.0.0' };
  #lock: string | undefined;
  /** Ends windows, browser and children. */
  #release: () => Promise<void> = () => Promise.resolve();
  #ending = false;

  /** Electron reads name and version from the package.json beside or above the main script. */
  useManifestAbove(mainScript: string): void {
    for (let folder = dirname(mainScript); folder !== dirname(folder); folder = dirname(folder)) {
      if (!existsSync(join(folder, 'package.json'))) continue;
      this.#manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
      return;
    }
  }

  becomeReady(release: () => Promise<void>): void {
    this.#release = release;
    this.emit('ready');
    this.#ready.resolve();
  }

  get ending(): boolean {
    return this.#ending;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  getVersion(): string {
    return this.#manifest.version;
  }

  getPath(name: Parameters<App['getPath']>[0]): string {
    const appData = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    const path = this.#paths.get(name) ?? { appData, userData: join(appData, this.#manifest.name) }[name as string];
    if (path === undefined) throw new Error(`The host knows no path '${name}'`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  enableSandbox(): void {
    // A Chromium page is always in the sandbox, where the system has one for this user.
  }

  /** By a file with the holder's process id. Nobody is told of a second start. */
  requestSingleInstanceLock(): boolean {
    const file = join(this.getPath('userData'), 'host.lock');
    mkdirSync(dirname(file), { recursive: true });
    if (existsSync(file) && isRunning(Number(readFileSync(file, 'utf8')))) return false;
    writeFileSync(file, String(process.pid));
    this.#lock = file;
    return true;
  }

  quit(): void {
    if (this.#ending || !this.#mayGoOn('before-quit')) return;
    this.#ending = true;
    this.emit('will-quit', { preventDefault: () => undefined });
    this.emit('quit', {}, 0);
    this.exit(0);
  }

  exit(exitCode = 0): void {
    this.#ending = true;
    if (this.#lock !== undefined) rmSync(this.#lock, { force: true });
    this.#release()
      .catch(() => undefined)
      .finally(() => process.exit(exitCode));
  }

  #mayGoOn(event: string): boolean {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    this.emit(event, { preventDefault });
    return !prevented;
  }
}

export const app = new HostApp();
