/** Node has WebAssembly; its types come with the DOM's only, which this floor must not know. As much of it as nodeDicomPorts.ts needs. */
declare const WebAssembly: {
  readonly compile: (bytes: Uint8Array) => Promise<object>;
  readonly instantiate: (module: object, imports: object) => Promise<{ readonly exports: object }>;
};
