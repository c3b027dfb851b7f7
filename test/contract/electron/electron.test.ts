import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findElectron } from '../../../scripts/desktop/electronBinary.ts';
import { isRunning } from '../../host/isRunning.ts';
import { launchOnElectron } from '../../host/launchOnElectron.ts';
import { launchOnHost, type LaunchedApp, type LaunchOptions } from '../../host/launchOnHost.ts';
import { buildFixture } from './buildFixture.ts';
import type { Seen } from './fixture/main.ts';
import type { Fixture } from './fixture/preload.ts';

declare global {
  var fixture: Fixture;
  var bridgeAtFirstScript: string;
}

const electronBinary = findElectron();

/** The stand-in always; Electron where it is installed. */
const platforms: { readonly name: string; readonly launch: (main: string, options: LaunchOptions) => Promise<LaunchedApp> }[] = [
  { name: 'host', launch: launchOnHost },
];
if (electronBinary !== undefined) platforms.push({ name: 'electron', launch: (main, options) => launchOnElectron(electronBinary, main, options) });

describe.each(platforms)('what Lightbox relies on, on $name', ({ name, launch }) => {
  let directory: string;
  let launched: LaunchedApp;
  const start = (profile: string, environment: Readonly<Record<string, string>> = {}) =>
    launch(join(directory, 'main.cjs'), { chromiumArgs: ['--use-fake-device-for-media-stream'], environment: { XDG_CONFIG_HOME: join(directory, profile), ...environment } });
  beforeAll(async () => {
    directory = await buildFixture();
    launched = await start('first');
    await launched.page.waitForLoadState();
  });
  afterAll(async () => {
    await launched.kill();
    await rm(directory, { recursive: true, force: true });
  });

  describe('IPC', () => {
    it('copies by structured clone', async () => {
      const kept = await launched.page.evaluate(async () => {
        const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
        const sent = { missing: undefined, nothing: null, text: 'ä\u2028𝄞', numbers: [0, -0, 1.5, Infinity, NaN], nested: [{ deep: [true] }], view: bytes.subarray(2, 5), floats: Float32Array.of(0.5) };
        const back = (await fixture.act('echo', sent)) as typeof sent;
        return {
          missing: 'missing' in back && back.missing === undefined, nothing: back.nothing, text: back.text, nested: back.nested, minusZero: Object.is(back.numbers[1], -0),
          infinite: back.numbers[3] === Infinity, notANumber: Number.isNaN(back.numbers[4]),
          view: back.view instanceof Uint8Array && [...back.view], viewAlone: back.view.buffer !== bytes.buffer, floats: back.floats instanceof Float32Array && [...back.floats],
        };
      });
      expect(kept).toEqual({
        missing: true, nothing: null, text: 'ä\u2028𝄞', nested: [{ deep: [true] }], minusZero: true, infinite: true, notANumber: true, view: [3, 4, 5], viewAlone: true, floats: [0.5],
      });
    });

    it('carries twenty megabytes unchanged', async () => {
      const same = await launched.page.evaluate(async () => {
        const sent = new Uint8Array(20_000_000);
        for (let offset = 0; offset < sent.length; offset += 65_536) crypto.getRandomValues(sent.subarray(offset, Math.min(offset + 65_536, sent.length)));
        const back = (await fixture.act('echo', sent)) as Uint8Array;
        return back.length === sent.length && back.every((byte, index) => byte === sent[index]);
      });
      expect(same).toBe(true);
    });

    it('rejects what cannot be cloned, and a handler that throws', async () => {
      const [uncloneable, thrown] = await launched.page.evaluate(() =>
        Promise.all([fixture.act('echo', () => 1), fixture.act('fail')].map((call) => call.then(() => 'resolved', (error: unknown) => String(error)))),
      );
      expect(uncloneable).toContain('could not be cloned');
      expect(thrown).toContain("Error invoking remote method 'act': Error: failed on purpose");
    });

    it('names the sender by what the browser knows', async () => {
      expect(await launched.page.evaluate(() => fixture.act('sender'))).toEqual({ url: 'app://fixture/', isMainFrame: true, isOurs: true });
    });

    it('pushes to subscribers until they leave', async () => {
      const heard = await launched.page.evaluate(async () => {
        const payloads: unknown[] = [];
        const next = () => new Promise<void>((resolve) => {
          const leave = fixture.subscribe((payload) => {
            payloads.push(payload);
            leave();
            resolve();
          });
        });
        for (const payload of [{ topic: 'one' }, Uint8Array.of(9)]) {
          const arrived = next();
          await fixture.act('push', payload);
          await arrived;
        }
        return payloads.map((payload) => (payload instanceof Uint8Array ? [...payload] : payload));
      });
      expect(heard).toEqual([{ topic: 'one' }, [9]]);
    });
  });

  describe('the isolated world', () => {
    it('shows the page the bridge and nothing of Node or Electron', async () => {
      const types = await launched.page.evaluate(() =>
        ['require', 'process', 'module', 'global', 'Buffer', 'electron', 'ipcRenderer', 'contextBridge', '__dirname'].filter((name) => name in globalThis),
      );
      expect(types).toEqual([]);
    });

    it('has the bridge in place before the first script, and nobody can change it', async () => {
      expect(await launched.page.evaluate(() => bridgeAtFirstScript)).toBe('object');
      const frozen = await launched.page.evaluate(() => {
        const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'fixture');
        return [descriptor?.writable, descriptor?.configurable, Object.isFrozen(fixture), Object.isFrozen(fixture.nested), fixture.nested.word];
      });
      expect(frozen).toEqual([false, false, true, true, 'unchanged']);
    });

    it('keeps plain functions synchronous, and their errors', async () => {
      const results = await launched.page.evaluate(() => {
        try {
          fixture.complain();
        } catch (error) {
          return [fixture.double(21), error instanceof Error && error.message];
        }
        return [];
      });
      expect(results).toEqual([42, 'complaint']);
    });
  });

  describe('a scheme of our own', () => {
    it('gives its pages an origin, a secure context and fetch', async () => {
      const answer = await launched.page.evaluate(async () => {
        const response = await fetch('/echo?q=1', { method: 'POST', body: 'posted', headers: { 'X-Custom': 'yes' } });
        const answered: unknown = await response.json();
        return [isSecureContext, answered];
      });
      expect(answer).toEqual([true, { method: 'POST', url: 'app://fixture/echo?q=1', body: 'posted', custom: 'yes' }]);
    });

    it('passes Range on, and 206 back', async () => {
      const answer = await launched.page.evaluate(async () => {
        const response = await fetch('/bytes', { headers: { Range: 'bytes=500-504' } });
        return [response.status, response.headers.get('Content-Range'), [...new Uint8Array(await response.arrayBuffer())]];
      });
      expect(answer).toEqual([206, 'bytes 500-504/1000', [249, 250, 0, 1, 2]]);
    });

    it('streams: the first part arrives while the rest is not there yet', async () => {
      const parts = await launched.page.evaluate(async () => {
        const reader = (await fetch('/stream')).body?.getReader();
        const text = async () => new TextDecoder().decode((await reader?.read())?.value);
        const first = await text();
        await fixture.act('release');
        return [first, await text()];
      });
      expect(parts).toEqual(['first', 'second']);
    });

    it('enforces the content security policy of its answers', async () => {
      const blocked = await launched.page.evaluate(async () => {
        const violations: string[] = [];
        const two = new Promise<void>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
            violations.push(effectiveDirective);
            if (violations.length === 2) resolve();
          });
        });
        const script = document.createElement('script');
        script.textContent = 'globalThis.inlineRan = true;';
        document.body.append(script);
        new Image().src = 'https://elsewhere.invalid/picture.png';
        await two;
        return { violations: violations.sort(), ran: 'inlineRan' in globalThis };
      });
      expect(blocked).toEqual({ violations: ['img-src', 'script-src-elem'], ran: false });
    });
  });

  describe('what the page may not do', () => {
    it('gets the camera and nothing else it was not given', async () => {
      const got = await launched.page.evaluate(async () => {
        const ask = (constraints: MediaStreamConstraints) => navigator.mediaDevices.getUserMedia(constraints).then((stream) => stream.getTracks().map(({ kind }) => kind).join(), (error: unknown) => (error as Error).name);
        const located = new Promise((resolve) => {
          navigator.geolocation.getCurrentPosition(() => { resolve('located'); }, ({ code }) => { resolve(code); });
        });
        return [await ask({ video: true }), await ask({ audio: true }), await ask({ video: true, audio: true }), await located, await Notification.requestPermission()];
      });
      expect(got).toEqual(['video', 'NotAllowedError', 'NotAllowedError', 1, 'denied']);
      const { permissions } = (await launched.page.evaluate(() => fixture.act('seen'))) as Seen;
      expect(new Set(permissions)).toEqual(new Set(['app://fixture/']));
    });

    it('opens no window', async () => {
      const before = launched.page.context().pages().length;
      await launched.page.evaluate(() => {
        open('https://elsewhere.invalid/opened');
      });
      await launched.page.getByText('blank').click();
      await expect.poll(async () => ((await launched.page.evaluate(() => fixture.act('seen'))) as Seen).openings.length).toBe(2);
      await expect.poll(() => launched.page.context().pages().length).toBe(before);
    });

    it('goes nowhere else', async () => {
      const here = launched.page.url();
      await launched.page.getByText('link', { exact: true }).click();
      await expect.poll(async () => ((await launched.page.evaluate(() => fixture.act('seen'))) as Seen).navigations).toEqual(['https://elsewhere.invalid/link']);
      expect(launched.page.url()).toBe(here);
      expect(await launched.page.getByText('page').count()).toBe(1);
    });
  });

  describe('utility processes', () => {
    it('exchange messages, from the first on, and report their end', async () => {
      const outcome = await launched.page.evaluate(async () => {
        const { answers, code } = (await fixture.act('child', [Uint8Array.of(1, 2), { deep: ['text'] }, 'exit 3'])) as { answers: { data: unknown; isBytes: boolean; word: string }[]; code: number };
        return { code, answers: answers.map(({ data, isBytes, word }) => [data instanceof Uint8Array ? [...data] : data, isBytes, word]) };
      });
      expect(outcome).toEqual({ code: 3, answers: [[[1, 2], true, 'passed on'], [{ deep: ['text'] }, false, 'passed on']] });
    });

    it('can be killed while they hang', async () => {
      const outcome = await launched.page.evaluate(() => fixture.act('child', ['once'], true));
      expect(outcome).toMatchObject({ answers: [{ data: 'once' }] });
    });
  });

  it('governs a worker by the policy of its own script, not by the page’s', async () => {
    const may = (policy: string | null) => launched.page.evaluate((given) => new Promise((resolve) => {
      const worker = new Worker(given === null ? '/worker.js' : `/worker.js?policy=${encodeURIComponent(given)}`);
      worker.onmessage = ({ data }) => resolve(data);
    }), policy);
    expect(await may("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'")).toEqual([true, false]);
    expect(await may("default-src 'none'; script-src 'self'")).toEqual([false, false]);
    const inPage = await launched.page.evaluate(() => WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => true, () => false));
    expect(inPage).toBe(false);
  });

  it('knows the version of the app', async () => {
    expect(await launched.page.evaluate(() => fixture.act('version'))).toBe('1.2.3');
  });

  it('keeps secrets where the system has a key ring, and says so where it has none', async () => {
    const sealAndOpen = (app: LaunchedApp) => app.page.evaluate(() => fixture.act('sealAndOpen', 'a data key'));
    const kept = { opened: 'a data key', clear: false };
    const answer = await sealAndOpen(launched);
    if (answer !== null) expect(answer).toMatchObject(kept);
    const other = await start('with-key-ring', { LIGHTBOX_HOST_KEY_RING: 'a test' });
    const own = await sealAndOpen(other);
    await other.kill();
    if (name === 'host') expect([answer, own]).toEqual([null, { ...kept, backend: 'gnome_libsecret' }]);
  });

  it('ends with its last window', async () => {
    const other = await start('other');
    expect(await other.close()).toBe(0);
  });

  it('lets a page stay where it asks for that, tells the app, and lets the page close its window', async () => {
    const other = await start('staying');
    const { page } = other;
    // With a listener, Playwright leaves the question to the app. Chromium asks only where somebody did something.
    page.on('dialog', () => undefined);
    await page.getByText('page').click();
    await page.evaluate(() => {
      addEventListener('beforeunload', (event) => {
        if (!('mayGo' in globalThis)) event.preventDefault();
      });
    });
    await page.close({ runBeforeUnload: true });
    await expect.poll(async () => ((await page.evaluate(() => fixture.act('seen'))) as Seen).stays).toBe(1);
    await page.evaluate(() => void Object.assign(globalThis, { mayGo: true }));
    await page.evaluate(() => {
      setTimeout(() => window.close());
    });
    expect(await other.exited).toBe(0);
  });

  it('takes its browser and its children along when it is killed', async () => {
    const other = await start('killed');
    const child = Number(await other.page.evaluate(() => fixture.act('hang')));
    expect(isRunning(child)).toBe(true);
    // Resolves when the browser is gone.
    await other.kill();
    await expect.poll(() => isRunning(child), { timeout: 90_000 }).toBe(false);
  });

  // Last: it leaves the page.
  it('reports a blank page as such, never as ours', async () => {
    await launched.page.goto('about:blank');
    expect(await launched.page.evaluate(() => fixture.act('sender'))).toMatchObject({ url: 'about:blank' });
  });
});
