import { join } from 'node:path';
import type { Page } from '@playwright/test';
// Declares window.lightbox.
import type {} from '../../renderer/ipc/bridge.ts';
import type { LaunchedApp } from '../host/launchOnHost.ts';
import { expect, test } from './launchLightbox.ts';

const camera = ['--use-fake-device-for-media-stream'];

async function launchDemo(launchLightbox: (request: { dataDirectory: string; args: readonly string[]; chromiumArgs: readonly string[] }) => Promise<LaunchedApp>, directory: string): Promise<Page> {
  const { page } = await launchLightbox({ dataDirectory: join(directory, 'data'), args: ['--demo'], chromiumArgs: camera });
  await page.waitForFunction(() => 'lightbox' in window);
  return page;
}

test('the page has no Node, no Electron and one frozen bridge of two functions', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const found = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'global', 'Buffer', '__dirname', '__filename', 'electron', 'ipcRenderer', 'contextBridge'].filter((name) => name in globalThis),
    bridge: Object.entries(window.lightbox).map(([name, member]) => [name, typeof member]),
    frozen: Object.isFrozen(window.lightbox),
    replaced: Reflect.set(globalThis, 'lightbox', {}),
  }));
  expect(found.node).toEqual([]);
  expect(Object.fromEntries(found.bridge)).toEqual({ invoke: 'function', subscribe: 'function' });
  expect(found.frozen).toBe(true);
  expect(found.replaced).toBe(false);
});

test('the window is isolated, sandboxed and without Node', async ({ launchLightbox, temporaryDirectory }) => {
  const { webPreferences } = await launchLightbox({ dataDirectory: join(temporaryDirectory, 'data'), args: ['--demo'] });
  expect(webPreferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInSubFrames: false, nodeIntegrationInWorker: false, webSecurity: true, webviewTag: false });
});

test('only the page itself may call; a blank page in the same window is refused', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const state = () => page.evaluate(() => window.lightbox.invoke('session.state', undefined));
  expect(await state()).toMatchObject({ ok: true, value: { demo: true } });
  await page.goto('about:blank');
  expect(await state()).toEqual({ ok: false, error: { code: 'local.refused-sender' } });
});

test('calls are parsed before anything is done with them', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const call = (name: string, input: unknown) => page.evaluate(([method, payload]) => window.lightbox.invoke(method, payload), [name, input] as const);
  expect(await call('no.such-method', undefined)).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
  expect(await call('constructor', undefined)).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
  expect(await call('media.get', { mediaId: 7 })).toMatchObject({ ok: false, error: { code: 'data.invalid-input', fields: [{ path: 'mediaId' }] } });
  expect(await call('media.get', { mediaId: 'x', path: '/etc/passwd' })).toMatchObject({ ok: false, error: { code: 'data.invalid-input' } });
});

test('the content security policy allows our own scripts only, without inline code and eval', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('Content-Security-Policy') ?? '');
  const directives = new Map(policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)]));
  expect(directives.get('default-src')).toEqual(["'none'"]);
  expect(directives.get('script-src')).toEqual(["'self'"]);
  expect(directives.get('connect-src')).toEqual(["'self'"]);
  for (const name of ['base-uri', 'form-action', 'frame-ancestors']) expect(directives.get(name)).toEqual(["'none'"]);
  expect(policy).not.toContain('unsafe-eval');

  const ran = await page.evaluate(async () => {
    const attempts: Record<string, boolean> = {};
    const violated = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', () => { resolve(); }, { once: true });
    });
    const inline = document.createElement('script');
    inline.textContent = 'globalThis.inlineRan = true;';
    document.body.append(inline);
    await violated;
    attempts['inline'] = 'inlineRan' in globalThis;
    // From a timer, because code that the debugger calls is exempt from the page's policy.
    attempts['eval'] = await new Promise<boolean>((resolve) => {
      setTimeout(() => {
        try {
          resolve(Reflect.construct(Function, ['return true']) instanceof Function);
        } catch {
          resolve(false);
        }
      });
    });
    attempts['fetch'] = await fetch('https://elsewhere.invalid/').then(() => true, () => false);
    const frame = document.createElement('iframe');
    frame.srcdoc = '<script>parent.frameRan = true</script>';
    document.body.append(frame);
    await new Promise((resolve) => { frame.addEventListener('load', resolve); });
    attempts['frame'] = 'frameRan' in globalThis;
    frame.remove();
    return attempts;
  });
  expect(ran).toEqual({ inline: false, eval: false, fetch: false, frame: false });
});

test('nothing outside the build is served, and bytes never become a page', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const answers = await page.evaluate(() =>
    Promise.all(['/', '/..%2fmain%2fmain.cjs', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/..%5cmain%5cmain.cjs', '/index.html%00.js', '/media/nothing/content', '/media/..%2f..%2fkey-ring.json/content', '/%'].map(async (path) => {
      const { status, headers } = await fetch(path);
      return [path, status, headers.get('X-Content-Type-Options'), headers.has('Content-Security-Policy')];
    })),
  );
  const [own, ...foreign] = answers;
  expect(own).toEqual(['/', 200, 'nosniff', true]);
  for (const [path, status, nosniff, policy] of foreign) expect.soft([path, [400, 403, 404].includes(Number(status)), nosniff, policy]).toEqual([path, true, 'nosniff', true]);
});

test('permissions are denied, but for the camera', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const got = await page.evaluate(async () => {
    const ask = (constraints: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then((stream) => stream.getTracks().map(({ kind }) => kind), (error: unknown) => (error as Error).name);
    const position = new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(() => { resolve('located'); }, ({ code }) => { resolve(code); });
    });
    const states = await Promise.all((['geolocation', 'notifications', 'microphone', 'midi', 'persistent-storage'] as PermissionName[]).map(async (name) => (await navigator.permissions.query({ name })).state));
    return { video: await ask({ video: true }), audio: await ask({ audio: true }), both: await ask({ video: true, audio: true }), position: await position, notifications: await Notification.requestPermission(), states };
  });
  expect(got).toEqual({ video: ['video'], audio: 'NotAllowedError', both: 'NotAllowedError', position: 1, notifications: 'denied', states: ['denied', 'denied', 'denied', 'denied', 'denied'] });
});

test('the window goes nowhere and opens nothing', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  const here = page.url();
  const pages = page.context().pages().length;
  await page.evaluate(() => {
    Object.assign(globalThis, { stillHere: true });
    open('https://elsewhere.invalid/opened');
    const link = document.body.appendChild(document.createElement('a'));
    link.href = 'https://elsewhere.invalid/new-window';
    link.target = '_blank';
    link.click();
  });
  for (const url of ['https://elsewhere.invalid/', 'file:///etc/passwd', 'data:text/html,<p>elsewhere']) {
    await page.evaluate((target) => { location.href = target; }, url);
  }
  // A call that is answered after all of it shows that the page and its bridge are the same as before.
  expect(await page.evaluate(() => window.lightbox.invoke('session.state', undefined))).toMatchObject({ ok: true });
  await expect.poll(() => page.context().pages().length).toBe(pages);
  expect(await page.evaluate(() => 'stillHere' in globalThis)).toBe(true);
  expect(page.url()).toBe(here);
});

test('the title names no patient', async ({ launchLightbox, temporaryDirectory }) => {
  const page = await launchDemo(launchLightbox, temporaryDirectory);
  await expect(page).toHaveTitle('Lightbox');
});
