/**
 * The pure floor has no DOM and no Node. Both have this one, and ports need its name; the floors that implement the ports see
 * their platform's whole definition.
 */
declare global {
  interface AbortSignal {
    readonly aborted: boolean;
  }
}
export {};
