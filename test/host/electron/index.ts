/** The module the app gets for `electron`: the part of its main side that Lightbox uses, and nothing else. */
export { app } from './app.ts';
export { BrowserWindow } from './browserWindow.ts';
export { dialog } from './dialog.ts';
export { ipcMain } from './ipcMain.ts';
export { Menu } from './menu.ts';
export { powerMonitor } from './powerMonitor.ts';
export { protocol } from './protocol.ts';
export { safeStorage } from './safeStorage.ts';
export { session } from './session.ts';
export { shell } from './shell.ts';
export { utilityProcess } from './utilityProcess.ts';
