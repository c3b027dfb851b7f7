/** The one object preload puts on `window`: nothing but these two functions. Apart from the contract so that preload carries no parser. */
export interface LightboxBridge {
  /** @returns a Result of the method's output; never rejects for an expected failure. */
  readonly invoke: (name: string, input: unknown) => Promise<unknown>;
  /** The listener gets a list of events. @returns a function that ends the subscription. */
  readonly subscribe: (listener: (events: unknown) => void) => () => void;
}

export const invokeChannel = 'lightbox:invoke';
export const eventChannel = 'lightbox:event';
