/**
 * A process of our own that can be killed: untrusted bytes are decoded in one, the demo EHR runs in one. The desktop makes
 * them with Electron's utilityProcess (shell/utilityChild), the command line with node:child_process (process/nodeChild).
 */
export interface Child {
  /** Structured clone; typed arrays arrive as typed arrays. */
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** `code` is null when it was killed. */
  readonly onExit: (listener: (code: number | null) => void) => void;
  readonly kill: () => void;
}

/** Starts `entry` (an absolute path of a built or source module). The child ends by itself when its parent is gone. */
export type SpawnChild = (entry: string, options?: { readonly environment?: Readonly<Record<string, string>> }) => Child;

/** Absolute paths of the modules that run outside the main thread; the composition roots know where the build put them. */
export interface Entries {
  readonly cacheWorker: string;
  readonly imaging: string;
  readonly mediaServer: string;
}
