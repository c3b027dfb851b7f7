import { BrowserWindow } from 'electron';
import { appPage } from './origin.ts';

/** The one window. Its title never names a patient: window lists, screen sharing and logs show titles. */
export async function openAppWindow(preload: string): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    title: 'Lightbox',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    // The viewer's surround; the page paints its own theme over it.
    backgroundColor: '#1a1b1e',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      // Words typed into a note are not sent to a dictionary service.
      spellcheck: false,
    },
  });
  window.on('page-title-updated', (event) => {
    event.preventDefault();
  });
  // Something is nowhere but in this window, which asks about it: the question has to be seen.
  window.webContents.on('will-prevent-unload', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  await window.loadURL(appPage);
  return window;
}
