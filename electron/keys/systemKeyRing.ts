/** The operating system's own key ring. The desktop passes Electron's safeStorage where it has a real one; the command line passes null. */
export interface SystemKeyRing {
  readonly seal: (plain: Uint8Array) => Promise<Uint8Array>;
  /** Rejects when this user on this machine did not seal it. */
  readonly open: (sealed: Uint8Array) => Promise<Uint8Array>;
}
