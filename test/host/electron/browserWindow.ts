import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import { app } from './app.ts';
import { HostWebContents } from './webContents.ts';

type Slice = Pick<ElectronWindow, 'id' | 'loadURL' | 'isMinimized' | 'restore' | 'focus' | 'close'>;

const open = new Set<BrowserWindow>();
let lastId = 0;

/** Resolves when the app opens its first. */
export const firstWindow = Promise.withResolvers<BrowserWindow>();

/** A page of the host's Chromium. */
export class BrowserWindow extends EventEmitter implements Slice {
  readonly id: number;
  readonly webContents: HostWebContents;
  readonly webPreferences: WebPreferences;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    this.webPreferences = options.webPreferences ?? {};
    refuseUnsafe(this.webPreferences);
    lastId += 1;
    this.id = lastId;
    const { preload } = this.webPreferences;
    this.webContents = new HostWebContents({
      preload: preload === undefined ? '' : readFileSync(preload, 'utf8'),
      width: options.width ?? 800,
      height: options.height ?? 600,
      onClosed: () => {
        this.#closed();
      },
    });
    open.add(this);
    firstWindow.resolve(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open];
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.load(url);
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {
    // Never minimised.
  }

  focus(): void {
    this.webContents.bringToFront();
  }

  /** As its user does: the page may refuse. */
  close(): void {
    this.webContents.close();
  }

  #closed(): void {
    if (!open.delete(this)) return;
    this.emit('closed');
    if (open.size > 0 || app.ending) return;
    if (app.listenerCount('window-all-closed') === 0) app.quit();
    else app.emit('window-all-closed');
  }
}

/** The host's pages are isolated, sandboxed and without Node; an app that asks for less does not get a window. */
function refuseUnsafe({ contextIsolation, sandbox, nodeIntegration, webSecurity, webviewTag }: WebPreferences): void {
  const safe = contextIsolation === true && sandbox === true && nodeIntegration === false && webSecurity !== false && webviewTag !== true;
  if (!safe) throw new Error('The host opens only windows with contextIsolation, sandbox, webSecurity and without nodeIntegration and webviewTag.');
}
