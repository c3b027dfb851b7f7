import { joined } from '../../../shared/pictures/joined.ts';
import { pngChunk, pngSignature } from '../../../shared/pictures/pngChunk.ts';

export interface AnimatedPng {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly PngFrame[];
}

/** One step of the animation: what it draws, where, and what becomes of it afterwards. */
export interface PngFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Milliseconds. */
  readonly duration: number;
  /** What the next frame finds in its place. */
  readonly disposal: 'keep' | 'clear' | 'restore';
  /** Whether what shows through is what was there before. */
  readonly blends: boolean;
  /** A still PNG of these pixels alone. */
  readonly file: () => Uint8Array;
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** Stand before the first pixels and say what the pixels of every frame mean. */
const meanings = new Set(['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'cICP']);
const disposals = ['keep', 'clear', 'restore'] as const;

/**
 * The frames of an animated PNG, counted where they stand and not as they are declared. https://www.w3.org/TR/png-3/#apng-frame-based-animation
 * @returns undefined for a still PNG, for what is no PNG, and for an animation that contradicts itself.
 */
export function readAnimatedPng(bytes: Uint8Array): AnimatedPng | undefined {
  if (pngSignature.some((byte, index) => bytes[index] !== byte)) return undefined;
  const chunks = readChunks(bytes);
  const header = chunks[0];
  if (header?.type !== 'IHDR' || header.data.length !== 13 || !chunks.some(({ type }) => type === 'acTL')) return undefined;
  const size = new DataView(header.data.buffer, header.data.byteOffset, 13);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  const firstPixels = chunks.findIndex(({ type }) => type === 'IDAT');
  const shared = chunks.slice(0, Math.max(0, firstPixels)).filter(({ type }) => meanings.has(type)).map(({ type, data }) => pngChunk(type, data));
  const frames: PngFrame[] = [];
  for (const [index, { type, data }] of chunks.entries()) {
    if (type !== 'fcTL') continue;
    const pixels = pixelsBehind(chunks, index);
    // The last one may have been announced and never written.
    if (pixels.length === 0 || data.length < 26) continue;
    const frame = readControl(data, (w, h) => joined([pngSignature, pngChunk('IHDR', resized(header.data, w, h)), ...shared, ...pixels.map((part) => pngChunk('IDAT', part)), pngChunk('IEND', new Uint8Array())]));
    if (frame.width < 1 || frame.height < 1 || frame.left + frame.width > width || frame.top + frame.height > height) return undefined;
    frames.push(frame);
  }
  return frames.length < 2 ? undefined : { width, height, frames };
}

/** The parts of one frame's pixels: the still picture's own when its control stands before them, else those behind the control. */
function pixelsBehind(chunks: readonly Chunk[], control: number): readonly Uint8Array[] {
  const end = chunks.findIndex(({ type }, index) => index > control && (type === 'fcTL' || type === 'IEND'));
  const behind = chunks.slice(control + 1, end === -1 ? undefined : end);
  const still = behind.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  // A number of order stands before the pixels of all but the still one.
  return still.length > 0 ? still : behind.filter(({ type, data }) => type === 'fdAT' && data.length > 4).map(({ data }) => data.subarray(4));
}

function readControl(data: Uint8Array, file: (width: number, height: number) => Uint8Array): PngFrame {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(4), view.getUint32(8)];
  const [numerator, denominator] = [view.getUint16(20), view.getUint16(22)];
  return {
    width, height,
    left: view.getUint32(12), top: view.getUint32(16),
    duration: (numerator * 1000) / (denominator === 0 ? 100 : denominator),
    disposal: disposals[view.getUint8(24)] ?? 'keep',
    blends: view.getUint8(25) === 1,
    file: () => file(width, height),
  };
}

function resized(header: Uint8Array, width: number, height: number): Uint8Array {
  const copy = Uint8Array.from(header);
  const view = new DataView(copy.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  return copy;
}

/** As many as are whole. */
function readChunks(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = pngSignature.length; at + 12 <= view.byteLength; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > view.byteLength) break;
    chunks.push({ type: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}
