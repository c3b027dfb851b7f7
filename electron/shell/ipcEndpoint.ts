import { BrowserWindow, ipcMain, type WebContents } from 'electron';
import { eventChannel, invokeChannel } from '../../shared/ipc/bridge.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import { gatherEvents } from '../ipc/gatherEvents.ts';
import { createServe } from '../ipc/serve.ts';
import type { Handlers } from '../ipc/handlers.ts';
import { isOurUrl } from './origin.ts';

/** Binds the contract to Electron's channel: what Electron itself knows of the sender goes before what the page says. */
export function serveIpc(handlers: Handlers): void {
  const serve = createServe({
    handlers,
    isOurPage: isOurUrl,
    logUnexpected: (method, trace) => {
      console.error(`lightbox: ${method} failed unexpectedly: ${trace}`);
    },
  });
  ipcMain.handle(invokeChannel, ({ sender, senderFrame }, name: unknown, input: unknown) =>
    serve({ isOurWindow: isOurWindow(sender), isMainFrame: senderFrame !== null && senderFrame === sender.mainFrame, url: senderFrame?.url ?? null }, name, input),
  );
}

/** The window hears of events in lists, soon. */
export const pushEvent: (event: LightboxEvent) => void = gatherEvents((events) => {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(eventChannel, events);
});

function isOurWindow(sender: WebContents): boolean {
  return BrowserWindow.getAllWindows().some((window) => window.webContents.id === sender.id);
}
