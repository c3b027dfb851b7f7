/** A library that ships with Lightbox. */
export interface Notice {
  readonly name: string;
  readonly version: string;
  /** SPDX expression. */
  readonly licence: string;
  /** As its authors wrote it; null when the package has none. */
  readonly text: string | null;
}
