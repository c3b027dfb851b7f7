import type { MediaAccessPermissionRequest, PermissionCheckHandlerHandlerDetails, Session, WebContents } from 'electron';
import type { CdpSession } from '../cdp.ts';

type RequestHandler = Exclude<Parameters<Session['setPermissionRequestHandler']>[0], null>;
type CheckHandler = Exclude<Parameters<Session['setPermissionCheckHandler']>[0], null>;
type Permission = Parameters<RequestHandler>[1];

let requestHandler: RequestHandler | null = null;
let checkHandler: CheckHandler | null = null;

export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler) => {
      requestHandler = handler;
    },
    setPermissionCheckHandler: (handler) => {
      checkHandler = handler;
    },
    setDevicePermissionHandler: () => {
      // Chromium started by the host has no device chooser: every device request is refused anyway.
    },
  } satisfies Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
};

/** Chromium's names of permissions beside Electron's. */
const permissions: readonly { readonly chromium: string; readonly electron: Permission; readonly media?: 'audio' | 'video' }[] = [
  { chromium: 'camera', electron: 'media', media: 'video' },
  { chromium: 'microphone', electron: 'media', media: 'audio' },
  { chromium: 'geolocation', electron: 'geolocation' },
  { chromium: 'notifications', electron: 'notifications' },
  { chromium: 'midi', electron: 'midi' },
  { chromium: 'clipboard-read', electron: 'clipboard-read' },
  { chromium: 'clipboard-write', electron: 'clipboard-sanitized-write' },
  { chromium: 'idle-detection', electron: 'idle-detection' },
  { chromium: 'persistent-storage', electron: 'persistent-storage' },
  { chromium: 'screen-wake-lock', electron: 'screen-wake-lock' },
  { chromium: 'window-management', electron: 'window-management' },
  { chromium: 'local-fonts', electron: 'local-fonts' },
  { chromium: 'storage-access', electron: 'storage-access' },
];

/**
 * Chromium cannot ask the host when a page wants something, so the handlers are asked beforehand, when a document is about to load, and
 * what they answer is set for its origin. A permission must pass both handlers, as in Electron.
 */
export async function applyPermissions(browser: CdpSession, contents: WebContents, appUrl: string, pageUrl: string): Promise<void> {
  const appOrigin = `${new URL(appUrl).protocol}//${new URL(appUrl).host}/`;
  for (const { chromium, electron, media } of permissions) {
    const granted = (await asked(contents, electron, appUrl, media)) && checked(contents, electron, appOrigin, appUrl, media);
    await browser
      .send('Browser.setPermission', { permission: { name: chromium }, setting: granted ? 'granted' : 'denied', origin: new URL(pageUrl).origin })
      // A Chromium that does not know one of the names does not have the feature either.
      .catch(() => undefined);
  }
}

function asked(contents: WebContents, permission: Permission, requestingUrl: string, media?: 'audio' | 'video'): Promise<boolean> {
  const handler = requestHandler;
  if (handler === null) return Promise.resolve(true);
  const details: MediaAccessPermissionRequest = { isMainFrame: true, requestingUrl, ...(media === undefined ? {} : { mediaTypes: [media] }) };
  return new Promise((resolve) => {
    handler(contents, permission, resolve, details);
  });
}

function checked(contents: WebContents, permission: Permission, origin: string, requestingUrl: string, media?: 'audio' | 'video'): boolean {
  if (checkHandler === null) return true;
  const details: PermissionCheckHandlerHandlerDetails = { isMainFrame: true, requestingUrl, securityOrigin: origin, ...(media === undefined ? {} : { mediaType: media }) };
  return checkHandler(contents, permission, origin, details);
}
