import { EventEmitter } from 'node:events';
import type { App, BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { quitInOrder } from '../../../../electron/shell/quitInOrder.ts';

/** Electron's order of events, as its documentation gives it: before-quit, then the windows, then the end. */
function scene(platform: NodeJS.Platform) {
  const done: string[] = [];
  const app = new EventEmitter();
  const windows = new Set<object>();
  const quit = () => {
    let prevented = false;
    app.emit('before-quit', { preventDefault: () => { prevented = true; } });
    if (!prevented) done.push('ended');
  };
  const openWindow = () => {
    const contents = new EventEmitter();
    let refuses = false;
    const window = {
      webContents: contents,
      close: () => {
        if (refuses) return void contents.emit('will-prevent-unload', {});
        windows.delete(window);
        done.push('window closed');
        if (windows.size === 0) app.emit('window-all-closed');
      },
    };
    windows.add(window);
    app.emit('web-contents-created', {}, contents);
    return { window, refuse: (value: boolean) => { refuses = value; } };
  };
  quitInOrder({
    app: Object.assign(app, { quit }) as unknown as App,
    windows: () => [...windows] as unknown as BrowserWindow[],
    close: async () => void done.push('data closed'),
    onDefect: (error) => done.push(String(error)),
    platform,
  });
  return { done, quit, openWindow };
}

it('quitting closes the windows first, and then the data', async () => {
  const { done, quit, openWindow } = scene('linux');
  openWindow();
  quit();
  await expect.poll(() => done).toEqual(['window closed', 'data closed', 'ended']);
});

it('a window that refuses keeps everything as it was; quitting later works', async () => {
  const { done, quit, openWindow } = scene('darwin');
  const { window, refuse } = openWindow();
  refuse(true);
  quit();
  await Promise.resolve();
  expect(done).toEqual([]);
  refuse(false);
  window.close();
  await Promise.resolve();
  // On macOS an app without windows stays, unless somebody quits.
  expect(done).toEqual(['window closed']);
  quit();
  await expect.poll(() => done).toEqual(['window closed', 'data closed', 'ended']);
});

it('closing the last window quits, but not on macOS', async () => {
  const [linux, mac] = [scene('linux'), scene('darwin')];
  for (const { openWindow } of [linux, mac]) openWindow().window.close();
  await expect.poll(() => linux.done).toEqual(['window closed', 'data closed', 'ended']);
  expect(mac.done).toEqual(['window closed']);
});
