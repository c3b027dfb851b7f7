import type { WebContents } from 'electron';
import { isOurUrl } from './origin.ts';

/** The window shows our own page and nothing else: links, redirects, new windows and webviews are refused, not handed to a browser. */
export function refuseNavigation(contents: WebContents): void {
  const refuseForeign = (event: { readonly url: string; readonly preventDefault: () => void }) => {
    if (!isOurUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
