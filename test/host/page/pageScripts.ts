import { installIsolatedWorld } from './isolatedWorld.ts';
import { createWire } from './wire.ts';
import { createWorldLink } from './worldLink.ts';

/** Runs in the page's own world before any script of the page. */
export function mainWorldScript(secret: string): string {
  // Chromium lets a page close only what a page opened; in Electron it may close its window.
  const closing = '{ const close = window.lightboxHostClose; delete window.lightboxHostClose; window.close = () => close(""); }';
  return `if (window.top === window) { ${closing} (${createWorldLink.toString()})(${JSON.stringify(secret)}, 'main'); }`;
}

/** Runs in the isolated world after it. The preload stands in the text, because the page's CSP forbids eval there too. */
export function isolatedWorldScript(secret: string, preload: string): string {
  const runPreload = `function (require, module, exports) {\n${preload}\n}`;
  return `(${installIsolatedWorld.toString()})(${JSON.stringify(secret)}, ${createWire.toString()}, ${createWorldLink.toString()}, ${runPreload});`;
}
