import { FailureError, attempt, fail, type Result } from '../errors/result.ts';
import type { Patient } from '../fhir/resources.ts';
import type { IdentityDifference, MediaProposal } from '../ipc/dicomViews.ts';
import { proposeMedia } from './description/mediaProposal.ts';
import { readColourProfile } from './description/colourProfile.ts';
import { readEmbeddedOverlays } from './description/embeddedOverlays.ts';
import { readOverlays, type Overlay } from './description/overlays.ts';
import { chartIdentity, compareIdentity, readDicomPatient, type DicomPatient } from './description/patientIdentity.ts';
import { readPixelAspect, readSpacing, type PixelSpacing } from './description/spacing.ts';
import { listTags, type DicomTag } from './description/listTags.ts';
import { readTiming } from './description/timing.ts';
import { readVoi, type Voi } from './display/voi.ts';
import { decodeFrame, type DecodingPorts } from './pixels/decodeFrame.ts';
import { findFrames } from './pixels/frameRanges.ts';
import { applyPalette, readPalette } from './pixels/palette.ts';
import { describePixels } from './pixels/pixelDescription.ts';
import type { IntegerSamples, Samples } from './pixels/samples.ts';
import { readDicom } from './reading/readDicom.ts';
import type { TransferSyntax } from './reading/transferSyntax.ts';

/** `grey`: stored values, before rescale and window. `colour`: RGB by pixel, palettes and YBR resolved. */
export type DicomPixels =
  | { readonly kind: 'grey'; readonly width: number; readonly height: number; readonly values: Samples }
  | { readonly kind: 'colour'; readonly width: number; readonly height: number; readonly bits: number; readonly values: IntegerSamples };

/** The frames of one DICOM file and what it says of them. */
export interface DicomSource {
  /** Whole frames, counted from the bytes. */
  readonly count: number;
  /** NumberOfFrames, where it says otherwise than the bytes. */
  readonly declaredCount: number | null;
  /** The file ended inside an element; the frames counted are whole. */
  readonly cutOff: boolean;
  readonly width: number;
  readonly height: number;
  /** Bits of a stored value; of an entry of the palette where there is one. */
  readonly bits: number;
  /** Stored values may be negative. */
  readonly signed: boolean;
  readonly photometric: string;
  /** As the file says, `CT` for example. */
  readonly modality: string | null;
  readonly syntax: TransferSyntax;
  /** Milliseconds; null where the file does not say. */
  readonly durations: readonly number[] | null;
  readonly spacing: PixelSpacing;
  /** Height of a pixel over its width. */
  readonly pixelAspect: number;
  /** ICC, of the colour that `frame` answers; null: its numbers are the screen's, or it is grey. Not copied from the file. */
  readonly colourProfile: Uint8Array | null;
  readonly overlays: readonly Overlay[];
  /** Rescale and windows of frame `index`. */
  readonly voi: (index: number) => Voi;
  /**
   * Fails with `data.undecodable`, `data.truncated`, `data.unsupported-compression`, or `local.cancelled` when `signal` is aborted already.
   * The pixels are the caller's own.
   */
  readonly frame: (index: number, signal?: AbortSignal) => Promise<Result<DicomPixels>>;
  /** What the file proposes for the fields of its Media. @param offsetOf what a local time ("2026-11-23T10:04:00") is away from UTC here ("+01:00"). */
  readonly propose: (offsetOf: (local: string) => string | null) => MediaProposal;
  /** Whom the file says it shows. Identifies a patient: for the screen, never for a log. */
  readonly patient: DicomPatient;
  /** Where the file names another person than the chart: a stop, shown with both. */
  readonly identityDifferences: (chart: Patient) => readonly IdentityDifference[];
  /** What the file says, element by element, for people to look through. */
  readonly tags: () => readonly DicomTag[];
}

const pixelTags = ['7fe00010', '7fe00008', '7fe00009'];

/**
 * Opens a DICOM Part 10 file, or a bare data set. Frames are decoded when asked for.
 * Fails with `data.empty-file`, `data.unsupported-medium` (no DICOM), `data.no-pixels`, `data.unsupported-compression` (the detail names it),
 * `data.truncated`, `data.too-many-pixels`, `data.undecodable`.
 */
export function openDicom(bytes: Uint8Array, ports: DecodingPorts): Promise<Result<DicomSource>> {
  return attempt(() => open(bytes, ports));
}

async function open(bytes: Uint8Array, ports: DecodingPorts): Promise<DicomSource> {
  const { dataSet, syntax, cutOff } = await readDicom(bytes, ports);
  const pixelTag = pixelTags.find((tag) => dataSet.element(tag) !== undefined);
  if (pixelTag === undefined) {
    throw new FailureError(cutOff ? { code: 'data.truncated', detail: 'before the pixels' } : { code: 'data.no-pixels', detail: dataSet.string('00080060') ?? 'no modality' });
  }
  if (syntax.packing === null) throw new FailureError({ code: 'data.unsupported-compression', detail: syntax.name });
  const pixels = describePixels(dataSet, pixelTag);
  const frames = findFrames(dataSet, pixelTag, pixels, syntax);
  const palette = pixels.photometric === 'PALETTE COLOR' ? readPalette(dataSet, pixels.signed) : null;
  const patient = readDicomPatient(dataSet);
  const { width, height, photometric } = pixels;

  const decode = async (index: number): Promise<DicomPixels> => {
    const values = await decodeFrame(frames.frame(index), pixels, syntax, ports);
    if (palette) return { kind: 'colour', width, height, bits: palette.bits, values: applyPalette(values, palette) };
    if (pixels.samples === 1) return { kind: 'grey', width, height, values };
    if (values instanceof Float32Array || values instanceof Float64Array) throw new FailureError({ code: 'data.undecodable', detail: 'colour in floating point' });
    return { kind: 'colour', width, height, bits: pixels.bitsStored, values };
  };

  return {
    count: frames.count,
    declaredCount: frames.declared === frames.count ? null : frames.declared,
    cutOff, width, height, photometric, syntax,
    bits: palette?.bits ?? pixels.bitsStored,
    modality: dataSet.string('00080060') ?? null,
    signed: pixels.signed || pixels.numbers !== 'integer',
    durations: readTiming(dataSet, frames.count),
    spacing: readSpacing(dataSet),
    pixelAspect: readPixelAspect(dataSet),
    colourProfile: palette || pixels.samples > 1 ? readColourProfile(dataSet) : null,
    overlays: [...readOverlays(dataSet), ...readEmbeddedOverlays(dataSet, frames, pixels, syntax)],
    voi: (index) => readVoi(dataSet, index, pixels),
    frame: async (index, signal) => {
      if (signal?.aborted === true) return fail('local.cancelled');
      if (!Number.isInteger(index) || index < 0 || index >= frames.count) return fail('local.not-found', { detail: `frame ${String(index)}` });
      return attempt(() => decode(index));
    },
    propose: (offsetOf) => proposeMedia(dataSet, offsetOf),
    patient,
    tags: () => listTags(dataSet),
    identityDifferences: (chart) => compareIdentity(patient, chartIdentity(chart)),
  };
}
