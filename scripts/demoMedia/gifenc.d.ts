/** gifenc ships no types; this is what the demo uses of it. https://github.com/mattdesl/gifenc */
declare module 'gifenc' {
  interface Encoder {
    writeFrame(
      indexed: Uint8Array, width: number, height: number,
      options: { readonly palette?: readonly (readonly [number, number, number])[]; readonly delay?: number; readonly repeat?: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }
  const gifenc: { readonly GIFEncoder: () => Encoder };
  export default gifenc;
}
