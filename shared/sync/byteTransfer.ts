/** Where to go on with bytes of which the beginning is here already. */
export interface Continuation {
  readonly start: number;
  /** The `validator` of the download that the beginning came from. */
  readonly validator: string;
}

/** Bytes on their way from the chart. */
export interface BinaryDownload {
  readonly contentType: string;
  /** Where `bytes` begin: at the `start` of the continuation, or at 0 when the chart answers with everything, because they are others now. */
  readonly start: number;
  /** Of the whole; undefined when the chart does not say. */
  readonly totalBytes: number | undefined;
  /** Names exactly these bytes, for a continuation (RFC 9110, ETag; one that starts with `W/` is weak). Undefined: there is no going on. */
  readonly validator: string | undefined;
  /** To be read or given up with the signal. Throws FailureError when it breaks off. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What an interrupted write left behind. */
export interface KeptBytes {
  readonly size: number;
  /** As it was given to the write. */
  readonly note: string;
  /** All of them, in order, each chunk authenticated before it is given out. Throws FailureError with `local.blob-corrupt`. */
  readonly read: () => AsyncIterable<Uint8Array>;
}

/** Under which name bytes are kept when their source breaks off. */
export interface KeepAs {
  readonly key: string;
  /** Comes back with the bytes: what one has to know to go on. Never shown, kept encrypted. */
  readonly note: string;
}
