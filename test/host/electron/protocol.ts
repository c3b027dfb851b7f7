import type { protocol as electronProtocol } from 'electron';
import type { SchemeHandler } from '../loopback.ts';

export const schemeHandlers = new Map<string, SchemeHandler>();
const privileged = new Set<string>();

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => {
    for (const { scheme, privileges } of schemes) if (privileges?.standard === true && privileges.secure === true) privileged.add(scheme);
  },
  handle: (scheme, handler) => {
    // Without these privileges Electron would give the page no origin; the host only has pages with one.
    if (!privileged.has(scheme)) throw new Error(`The host serves standard, secure schemes only, not ${scheme}.`);
    schemeHandlers.set(scheme, handler);
  },
} satisfies Pick<typeof electronProtocol, 'registerSchemesAsPrivileged' | 'handle'>;
