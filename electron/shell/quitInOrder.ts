import type { App, BrowserWindow } from 'electron';

interface QuitOptions {
  readonly app: Pick<App, 'on' | 'quit'>;
  readonly windows: () => readonly Pick<BrowserWindow, 'close' | 'webContents'>[];
  /** Settles what is being written. */
  readonly close: () => Promise<void>;
  readonly onDefect: (error: unknown) => void;
  readonly platform?: NodeJS.Platform;
}

/**
 * First the windows, each of which may refuse because something is nowhere but in it; then what is being written is waited for; then the end. The
 * other way round a window that refuses would stand there with nothing behind it.
 */
export function quitInOrder({ app, windows, close, onDefect, platform = process.platform }: QuitOptions): void {
  let quitting = false;
  let closing: Promise<void> | undefined;
  let closed = false;
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-prevent-unload', () => {
      quitting = false;
    });
  });
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    const open = windows();
    if (open.length > 0) {
      quitting = true;
      for (const window of open) window.close();
      return;
    }
    closing ??= close()
      .catch(onDefect)
      .then(() => {
        closed = true;
        app.quit();
      });
  });
  app.on('window-all-closed', () => {
    if (quitting || platform !== 'darwin') app.quit();
  });
}
