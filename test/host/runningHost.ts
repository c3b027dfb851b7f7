import type { CdpSession } from './cdp.ts';
import type { Chromium } from './chromium.ts';
import type { Loopback } from './loopback.ts';

export interface Target {
  readonly targetId: string;
  readonly session: CdpSession;
}

/** Chromium and the server behind it, once the app is ready. */
export interface RunningHost {
  readonly chromium: Chromium;
  readonly loopback: Loopback;
  readonly openTarget: (onNewWindow: (url: string) => 'allow' | 'deny', onClosed: () => void) => Promise<Target>;
}

let running: RunningHost | undefined;

export function runningHost(): RunningHost {
  if (running === undefined) throw new Error('Windows can be made only after the app is ready');
  return running;
}

interface Owner {
  readonly onNewWindow: (url: string) => 'allow' | 'deny';
  readonly onClosed: () => void;
}

/** Takes hold of every page Chromium has or gets, before it runs anything. */
export async function startHost(chromium: Chromium, loopback: Loopback): Promise<void> {
  const { browser } = chromium;
  const owners = new Map<string, Owner>();
  const sessions = new Map<string, PromiseWithResolvers<CdpSession>>();
  const sessionOf = (targetId: string): PromiseWithResolvers<CdpSession> => {
    const known = sessions.get(targetId) ?? Promise.withResolvers<CdpSession>();
    sessions.set(targetId, known);
    return known;
  };

  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    const session = chromium.session(sessionId);
    const { targetId, openerId, type, url } = targetInfo;
    const opener = openerId === undefined ? undefined : owners.get(openerId);
    if (type === 'page' && opener !== undefined) {
      if (opener.onNewWindow(url) === 'allow') console.error('host: opens no windows for a page, whatever the app allows');
      // Its opener runs in the same process and waits with it: it must go on to be closed, but may not load anything.
      session.send('Fetch.enable', {}).catch(() => undefined);
      session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
      browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
      return;
    }
    sessionOf(targetId).resolve(session);
    session.send('Runtime.runIfWaitingForDebugger').catch(() => undefined);
  });
  browser.on('Target.targetDestroyed', ({ targetId }) => {
    const owner = owners.get(targetId);
    owners.delete(targetId);
    sessions.delete(targetId);
    owner?.onClosed();
  });
  chromium.onClose(() => {
    for (const owner of owners.values()) owner.onClosed();
    owners.clear();
  });

  let firstTarget: string | undefined;
  await browser.send('Target.setDiscoverTargets', { discover: true });
  const { targetInfos } = await browser.send('Target.getTargets');
  firstTarget = targetInfos.find(({ type }) => type === 'page')?.targetId;
  await browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  await browser.send('Browser.setDownloadBehavior', { behavior: 'deny' });

  running = {
    chromium,
    loopback,
    openTarget: async (onNewWindow, onClosed) => {
      // Chromium starts with one page; it becomes the first window.
      const first = firstTarget;
      firstTarget = undefined;
      const targetId = first ?? (await browser.send('Target.createTarget', { url: 'about:blank', newWindow: true })).targetId;
      owners.set(targetId, { onNewWindow, onClosed });
      return { targetId, session: await sessionOf(targetId).promise };
    },
  };
}
