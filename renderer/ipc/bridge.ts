import type { LightboxBridge } from '../../shared/ipc/bridge.ts';

declare global {
  interface Window {
    /** Put here by the preload script; the window's only way out. */
    readonly lightbox: LightboxBridge;
  }
}

export function bridge(): LightboxBridge {
  return window.lightbox;
}
