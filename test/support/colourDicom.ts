import { dicomFile } from './dicomFile.ts';

/** A DICOM photograph of 8 x 6 pixels of one colour, with a profile that says what its numbers mean. */
export function colourDicom(colour: readonly [number, number, number], profile: Uint8Array | undefined): Uint8Array {
  return dicomFile({
    '00280002 US': [3], '00280004 CS': 'RGB', '00280006 US': [0], '00280010 US': [6], '00280011 US': [8], '00280100 US': [8], '00280101 US': [8], '00280102 US': [7],
    ...(profile !== undefined && { '00282000 OB': profile }),
    '7fe00010 OB': Uint8Array.from({ length: 8 * 6 * 3 }, (_, at) => colour[at % 3] ?? 0),
  });
}
