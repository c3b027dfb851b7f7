import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app, BrowserWindow, powerMonitor, session } from 'electron';
import { keepHeapSmall } from './process/keepHeapSmall.ts';
import { openAppWindow } from './shell/appWindow.ts';
import { chooseFolder } from './shell/chooseFolder.ts';
import { pushEvent, serveIpc } from './shell/ipcEndpoint.ts';
import { installMenu } from './shell/menu.ts';
import { refuseNavigation } from './shell/navigation.ts';
import { openInBrowser } from './shell/openInBrowser.ts';
import { restrictPermissions } from './shell/permissions.ts';
import { printStatus } from './shell/printStatus.ts';
import { quitInOrder } from './shell/quitInOrder.ts';
import { registerAppScheme, serveAppProtocol } from './shell/protocol.ts';
import { findSystemKeyRing } from './shell/systemKeyRing.ts';
import { spawnUtilityChild } from './shell/utilityChild.ts';
import { createLightboxApp } from './workspace/createLightboxApp.ts';
import { defectTrace } from './workspace/defectTrace.ts';

keepHeapSmall();

/** The desktop's composition root. `--demo` opens a practice copy; `--status` prints what goes on, for starts without a screen. */
const demo = process.argv.includes('--demo');
const status = process.argv.includes('--status');

const chosenDirectory = process.env['LIGHTBOX_DATA_DIRECTORY'];
if (chosenDirectory !== undefined) keepWindowProfileIn(resolve(chosenDirectory, 'window'));
const dataDirectory = chosenDirectory === undefined ? join(app.getPath('userData'), demo ? 'demo-data' : 'data') : resolve(chosenDirectory);

app.enableSandbox();
registerAppScheme();
app.on('web-contents-created', (_event, contents) => {
  refuseNavigation(contents);
});
// The instance that has this profile open shows its window instead.
if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(giveUp);
else app.quit();

async function start(): Promise<void> {
  restrictPermissions(session.defaultSession);
  const lightbox = createLightboxApp({
    dataDirectory,
    demo,
    appVersion: app.getVersion(),
    entries: {
      cacheWorker: join(__dirname, 'cacheWorker.cjs'),
      imaging: join(__dirname, 'imagingProcess.cjs'),
      mediaServer: join(__dirname, 'mediaServerProcess.cjs'),
    },
    demoMediaDirectory: join(__dirname, 'demoMedia'),
    spawnChild: spawnUtilityChild,
    systemKeyRing: await findSystemKeyRing(process.platform),
    openInBrowser,
    chooseFolder,
    onDefect: logTrace,
  });
  quitInOrder({ app, windows: () => BrowserWindow.getAllWindows(), close: () => lightbox.close(), onDefect: logTrace });
  const { content, thumbnail, frames, frame } = lightbox;
  serveAppProtocol({ rendererDirectory: join(__dirname, '..', 'renderer'), content, thumbnail, frames, frame });
  serveIpc(lightbox.handlers);
  lightbox.onEvent(pushEvent);
  installMenu(process.platform, (command) => {
    pushEvent({ topic: 'command', command });
  });
  powerMonitor.on('resume', lightbox.wake);
  powerMonitor.on('lock-screen', () => {
    lightbox.lock().catch(logTrace);
  });
  if (status) {
    printStatus(lightbox, (line) => {
      console.log(line);
    });
  }

  const openWindow = () => openAppWindow(join(__dirname, 'preload.cjs'));
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow().catch(giveUp);
  });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized() === true) window.restore();
    window?.focus();
  });
  await openWindow();
}

/** Each data directory of one's own choosing is a workstation of its own, so that several can be open at once. */
function keepWindowProfileIn(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true });
    app.setPath('userData', directory);
  } catch {
    // A read-only directory: the window opens all the same and says what is wrong with it.
  }
}

function giveUp(error: unknown): void {
  logTrace(error);
  app.exit(1);
}

function logTrace(error: unknown): void {
  console.error(defectTrace(error));
}
