import { createRequire, registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { hasDisplay } from '../../scripts/desktop/hasDisplay.ts';
import { launchChromium } from './chromium.ts';
import { app } from './electron/app.ts';
import { firstWindow } from './electron/browserWindow.ts';
import { schemeHandlers } from './electron/protocol.ts';
import { killUtilityProcesses } from './electron/utilityProcess.ts';
import { serveLoopback } from './loopback.ts';
import { startHost } from './runningHost.ts';

/**
 * `node test/host/run.ts <main.cjs> [arguments]`: runs a built Electron app where Electron's binary is not to be had. LIGHTBOX_CHROMIUM
 * names the browser, LIGHTBOX_HOST_CHROMIUM_ARGS (JSON array) adds arguments to it, LIGHTBOX_HOST_TEST=1 lets tests attach: one line of
 * JSON on stdout says where.
 */
const [script, ...appArguments] = process.argv.slice(2);
if (script === undefined) throw new Error('usage: node test/host/run.ts <main.cjs> [arguments]');
const mainScript = resolve(script);
const forTests = process.env['LIGHTBOX_HOST_TEST'] === '1';
const extraArgs = JSON.parse(process.env['LIGHTBOX_HOST_CHROMIUM_ARGS'] ?? '[]') as string[];

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: new URL('electron/index.ts', import.meta.url).href, shortCircuit: true } : next(specifier, context),
});
process.argv = [process.execPath, mainScript, ...appArguments];
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    app.quit();
  });
}
app.useManifestAbove(mainScript);
createRequire(import.meta.url)(mainScript);

if (!app.ending) {
  const chromium = await launchChromium({ display: hasDisplay(), debuggingPort: forTests, extraArgs });
  const loopback = await serveLoopback(schemeHandlers);
  await startHost(chromium, loopback);
  app.becomeReady(async () => {
    killUtilityProcesses();
    loopback.close();
    await chromium.close();
  });
  if (forTests) {
    const { webPreferences } = await firstWindow.promise;
    console.log(JSON.stringify({ lightboxHost: { cdp: await chromium.debuggingUrl(), chromium: chromium.pid, profile: chromium.profile, webPreferences } }));
  }
}
