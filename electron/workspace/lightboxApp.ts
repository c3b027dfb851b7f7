import type { Result } from '../../shared/errors/result.ts';
import type { LightboxEvent } from '../../shared/ipc/contract.ts';
import type { DecodedFrames, FrameRegion } from '../../shared/ipc/decodedFrames.ts';
import type { OpenInBrowser } from '../ehr/auth/signIn.ts';
import type { FrameSamples } from '../imaging/messages.ts';
import type { Handlers } from '../ipc/handlers.ts';
import type { ChooseFolder } from './exportEntries.ts';
import type { SystemKeyRing } from '../keys/systemKeyRing.ts';
import type { Entries, SpawnChild } from '../process/child.ts';

export interface LightboxAppOptions {
  /** Absolute; made when missing. */
  readonly dataDirectory: string;
  /** A practice copy: opened with a known passphrase, connects only to the demo EHR. */
  readonly demo: boolean;
  readonly appVersion: string;
  readonly entries: Entries;
  /** Absolute; where the pictures of the demo EHR lie. */
  readonly demoMediaDirectory: string;
  readonly spawnChild: SpawnChild;
  readonly systemKeyRing: SystemKeyRing | null;
  /** Shows the login page of a chart; refuses what is neither https nor on this computer. */
  readonly openInBrowser: OpenInBrowser;
  readonly chooseFolder: ChooseFolder;
  /** Hears of bugs, without patient data; Lightbox goes on. */
  readonly onDefect: (error: unknown) => void;
}

/** Plain bytes of one Media for the `app://` handler; authenticated chunk by chunk while they are read. */
export interface OpenContent {
  readonly contentType: string;
  readonly size: number;
  /** How many pages the Media has; 0 for what is told as a whole. */
  readonly pages: number;
  /** [start, end) */
  readonly read: (range?: { readonly start: number; readonly end: number }) => AsyncIterable<Uint8Array>;
}

/** Lightbox without a window: what the shell, the IPC handlers and the `app://` protocol stand on. */
export interface LightboxApp {
  readonly handlers: Handlers;
  readonly onEvent: (listener: (event: LightboxEvent) => void) => () => void;
  /** `page`, counted from 0: of a Media that is told page by page; null: what it is as a whole. Fails with `local.locked` until unlocked. */
  readonly content: (mediaId: string, page: number | null) => Promise<Result<OpenContent>>;
  readonly thumbnail: (mediaId: string) => Promise<Result<OpenContent>>;
  /** Of what the window cannot decode by itself. */
  readonly frames: (mediaId: string, page: number | null) => Promise<Result<DecodedFrames>>;
  readonly frame: (mediaId: string, page: number | null, frame: number, region: FrameRegion | null, signal: AbortSignal) => Promise<Result<FrameSamples>>;
  /** The machine woke up or its network changed: try the chart now. */
  readonly wake: () => void;
  readonly lock: () => Promise<void>;
  /** Settles what is being written, ends every worker and child. */
  readonly close: () => Promise<void>;
}
