import type { shell as electronShell } from 'electron';
import { runningHost } from '../runningHost.ts';

/** A test is told the address and is the browser itself; otherwise it opens in a window of the host's Chromium. */
export const shell = {
  openExternal: async (url) => {
    if (process.env['LIGHTBOX_HOST_TEST'] === '1') {
      console.log(JSON.stringify({ lightboxHostOpened: url }));
      return;
    }
    await runningHost().chromium.browser.send('Target.createTarget', { url, newWindow: true });
  },
} satisfies Pick<typeof electronShell, 'openExternal'>;
