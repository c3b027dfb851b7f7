import { openDicom, type DicomPixels, type DicomSource } from '../../../../shared/dicom/openDicom.ts';
import { succeed } from '../../../../shared/errors/result.ts';
import type { DecodedFrame, OpenFrameSource } from '../frameSource.ts';
import { browserDicomPorts } from './browserDicomPorts.ts';
import { colourBitmap } from './colourBitmap.ts';

/** The frames of a DICOM file: grey as stored, for a window; colour for the screen. */
export const openDicomFrames: OpenFrameSource = async (content, signal) => {
  const blob = await content.blob(signal);
  if (!blob.ok) return blob;
  const opened = await openDicom(new Uint8Array(await blob.value.arrayBuffer()), browserDicomPorts);
  if (!opened.ok) return opened;
  const dicom = opened.value;
  const { count, width, height, bits, spacing, pixelAspect, durations } = dicom;
  return succeed({
    count, width, height, bits, spacing, pixelAspect, durations,
    frameBytes: width * height * 4,
    dicom: {
      modality: dicom.modality, patient: dicom.patient, declaredCount: dicom.declaredCount, cutOff: dicom.cutOff, photometric: dicom.photometric,
      compression: dicom.syntax.name, lossy: dicom.syntax.lossy, 
      // Copies: a view of the file's bytes would take all of them along to the window.
      overlays: dicom.overlays.map((overlay) => ({ ...overlay, packed: overlay.packed.slice() })), tags: dicom.tags(),
    },
    frame: async (index, frameSignal) => {
      const pixels = await dicom.frame(index, frameSignal);
      return pixels.ok ? succeed(await shown(pixels.value, dicom, index)) : pixels;
    },
    close: () => undefined,
  });
};

async function shown(pixels: DicomPixels, dicom: DicomSource, index: number): Promise<DecodedFrame> {
  const { width, height } = pixels;
  if (pixels.kind === 'grey') {
    return { kind: 'grey', width, height, values: pixels.values, voi: dicom.voi(index), bytes: pixels.values.byteLength, close: () => undefined };
  }
  const image = await colourBitmap(pixels, dicom.colourProfile);
  return { kind: 'picture', image, bytes: width * height * 4, close: () => image.close() };
}
