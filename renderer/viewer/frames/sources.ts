import type { OpenFrameSource } from './frameSource.ts';

/** A kind of medium and who opens it; its decoder is loaded when there is something to decode. */
interface SourceKind {
  /** @param contentType as the bytes say. */
  readonly matches: (contentType: string) => boolean;
  readonly load: () => Promise<OpenFrameSource>;
}

/** Kinds that may hold more than one frame and that the browser decodes. */
const animated = new Set(['image/gif', 'image/png', 'image/webp', 'image/avif']);

/** Kinds that the browser cannot decode: their samples come from the main side. */
const decodedElsewhere = new Set(['image/tiff', 'image/heic', 'image/heif']);

/** The first that matches opens it. */
const sources: readonly SourceKind[] = [
  { matches: (type) => type.startsWith('video/'), load: async () => (await import('./video/openVideo.ts')).openVideo },
  { matches: (type) => type === 'application/dicom', load: async () => (await import('./dicom/openDicomFrames.ts')).openDicomFrames },
  { matches: (type) => type === 'application/pdf', load: async () => (await import('./pdf/openPdf.ts')).openPdf },
  { matches: (type) => animated.has(type), load: async () => (await import('./animation/openAnimation.ts')).openAnimation },
  { matches: (type) => decodedElsewhere.has(type), load: async () => (await import('./mainSide/openMainSideFrames.ts')).openMainSideFrames },
  { matches: (type) => type.startsWith('image/'), load: async () => (await import('./still/openStill.ts')).openStill },
];

/** @returns undefined for what nobody here opens. */
export function sourceFor(contentType: string): SourceKind | undefined {
  return sources.find(({ matches }) => matches(contentType));
}
