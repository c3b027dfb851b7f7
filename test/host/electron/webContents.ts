import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { HandlerDetails, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import type { CdpSession } from '../cdp.ts';
import type { ToHost } from '../page/isolatedWorld.ts';
import { isolatedWorldScript, mainWorldScript } from '../page/pageScripts.ts';
import { createPacketReader, writePackets } from '../packets.ts';
import { runningHost } from '../runningHost.ts';
import { callHandler } from './ipcMain.ts';
import { applyPermissions } from './session.ts';

type Slice = Pick<WebContents, 'id' | 'send' | 'setWindowOpenHandler'> & { readonly mainFrame: Pick<WebFrameMain, 'url'> };
type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];

const world = 'Lightbox preload';
const binding = 'lightboxHostSend';
const closeBinding = 'lightboxHostClose';
let lastId = 0;

/** One page: navigation, preload world and IPC, over the DevTools protocol. */
export class HostWebContents extends EventEmitter implements Slice {
  readonly id: number;
  readonly mainFrame = { url: '' };
  readonly #session: Promise<CdpSession>;
  #frameId = '';
  /** The preload world of the document that is shown now. */
  #context: { readonly id: number; readonly uniqueId: string } | undefined;
  /** What the app itself asked for, as the page's URL; only the page's own wishes pass will-navigate. */
  #expected: string | undefined;
  #windowOpenHandler: WindowOpenHandler | undefined;
  #reader = createPacketReader();
  #loaded = Promise.withResolvers<void>();

  constructor(options: { readonly preload: string; readonly width: number; readonly height: number; readonly onClosed: () => void }) {
    super();
    lastId += 1;
    this.id = lastId;
    this.#session = this.#attach(options);
    // Told by load(), which awaits it.
    this.#session.catch(() => undefined);
  }

  async load(url: string): Promise<void> {
    const session = await this.#session;
    const pageUrl = runningHost().loopback.toPage(url);
    this.#expected = pageUrl;
    this.#loaded = Promise.withResolvers<void>();
    const { errorText } = await session.send('Page.navigate', { url: pageUrl });
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
    await this.#loaded.promise;
  }

  send(channel: string, ...parameters: unknown[]): void {
    this.#post({ kind: 'event', channel, parameters });
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler;
  }

  close(): void {
    this.#session.then((session) => session.send('Page.close')).catch(() => undefined);
  }

  bringToFront(): void {
    this.#session.then((session) => session.send('Page.bringToFront')).catch(() => undefined);
  }

  async #attach({ preload, width, height, onClosed }: { preload: string; width: number; height: number; onClosed: () => void }): Promise<CdpSession> {
    const { chromium, openTarget } = runningHost();
    const { session, targetId } = await openTarget((url) => this.#mayOpen(url), onClosed);
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { readonly frameId?: string };
      if (context.name === world && frameId === this.#frameId) this.#context = { id: context.id, uniqueId: context.uniqueId };
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
      if (this.#context?.uniqueId === executionContextUniqueId) this.#leaveDocument();
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#leaveDocument();
    });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === binding && executionContextId === this.#context?.id) this.#receive(payload);
      if (name === closeBinding) this.close();
    });
    session.on('Page.javascriptDialogOpening', ({ type }) => {
      // Chromium would ask its own question; Electron stays, unless the app goes against the page.
      if (type === 'beforeunload') session.send('Page.handleJavaScriptDialog', { accept: this.#prevented('will-prevent-unload', {}) }).catch(() => undefined);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.mainFrame.url = runningHost().loopback.toApp(frame.url);
    });
    session.on('Page.loadEventFired', () => {
      this.#loaded.resolve();
    });
    session.on('Fetch.requestPaused', (paused) => {
      this.#decide(session, paused).catch(() => undefined);
    });
    await session.send('Page.enable');
    const { frameTree } = await session.send('Page.getFrameTree');
    this.#frameId = frameTree.frame.id;
    const secret = randomBytes(16).toString('hex');
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] });
    await session.send('Runtime.addBinding', { name: binding, executionContextName: world });
    await session.send('Runtime.addBinding', { name: closeBinding });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(secret) });
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: isolatedWorldScript(secret, preload), worldName: world });
    await session.send('Runtime.enable');
    const { windowId } = await chromium.browser.send('Browser.getWindowForTarget', { targetId });
    // A window's size includes its frame, and without a screen it has none to include.
    if (chromium.display) await chromium.browser.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
    else await chromium.browser.send('Browser.setContentsSize', { windowId, width, height });
    return session;
  }

  #leaveDocument(): void {
    this.#context = undefined;
    this.#reader = createPacketReader();
  }

  #mayOpen(url: string): 'allow' | 'deny' {
    const details = { url, frameName: '', features: '', disposition: 'new-window', referrer: { url: this.mainFrame.url, policy: 'no-referrer' } } satisfies HandlerDetails;
    return this.#windowOpenHandler?.(details).action ?? 'allow';
  }

  async #decide(session: CdpSession, paused: { readonly requestId: string; readonly frameId: string; readonly request: { readonly url: string }; readonly redirectedRequestId?: string }): Promise<void> {
    const { requestId, frameId, request } = paused;
    if (frameId !== this.#frameId) {
      await session.send('Fetch.continueRequest', { requestId });
      return;
    }
    const url = runningHost().loopback.toApp(request.url);
    const ours = this.#expected === request.url;
    this.#expected = undefined;
    if (!ours && this.#prevented(paused.redirectedRequestId === undefined ? 'will-navigate' : 'will-redirect', { url, isMainFrame: true, isSameDocument: false })) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
      return;
    }
    if (url !== request.url) await applyPermissions(runningHost().chromium.browser, this as unknown as WebContents, url, request.url);
    await session.send('Fetch.continueRequest', { requestId });
  }

  #prevented(event: 'will-navigate' | 'will-redirect' | 'will-prevent-unload', details: object): boolean {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    this.emit(event, { ...details, preventDefault });
    return prevented;
  }

  #receive(payload: string): void {
    const message = this.#reader(payload) as ToHost | undefined;
    if (message === undefined) return;
    const { call, channel, parameters } = message;
    const context = this.#context;
    const event = { type: 'frame', frameId: 1, processId: 1, sender: this, senderFrame: this.mainFrame } as unknown as IpcMainInvokeEvent;
    callHandler(channel, event, parameters).then(
      (value) => {
        // The document that asked may be gone.
        if (this.#context === context) this.#post({ kind: 'answer', call, ok: true, value });
      },
      (error: unknown) => {
        if (this.#context === context) this.#post({ kind: 'answer', call, ok: false, value: `Error invoking remote method '${channel}': ${String(error)}` });
      },
    );
  }

  #post(message: Parameters<typeof writePackets>[0]): void {
    const uniqueContextId = this.#context?.uniqueId;
    if (uniqueContextId === undefined) return;
    this.#session
      .then(async (session) => {
        const functionDeclaration = 'function (text) { lightboxHostReceive(text); }';
        for (const packet of writePackets(message)) await session.send('Runtime.callFunctionOn', { functionDeclaration, uniqueContextId, arguments: [{ value: packet }] });
      })
      .catch(() => undefined);
  }
}
