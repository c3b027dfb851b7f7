const none = () => 'none' as const;

/** pdf.js filters by SVG where there is a document; told that there is none, it computes the same pixels itself. */
export class NoFilters {
  readonly addFilter = none;
  readonly addHCMFilter = none;
  readonly addAlphaFilter = none;
  readonly addLuminosityFilter = none;
  readonly addKnockoutFilter = none;
  readonly addHighlightHCMFilter = none;
  readonly destroy = () => undefined;
}
