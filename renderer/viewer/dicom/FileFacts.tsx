import { Text } from '@mantine/core';
import type { PixelSpacing } from '../../../shared/dicom/description/spacing.ts';
import type { OpenedMedium } from '../frames/frameProtocol.ts';
import { Fields } from '../panel/Fields.tsx';
import classes from './Dicom.module.css';

/** What the file says of its pixels, for who measures or doubts. */
export function FileFacts({ medium }: { readonly medium: OpenedMedium }) {
  const { dicom, width, height, bits, spacing, pixelAspect } = medium;
  if (dicom === null) return null;
  return (
    <section aria-label="DICOM file" className={classes['facts']}>
      <Text size="sm" fw={600} component="h3" mb={8}>DICOM file</Text>
      <Fields
        fields={[
          ['Modality', dicom.modality],
          ['Pixels', `${String(width)} × ${String(height)}, ${String(bits)} bits, ${dicom.photometric}`],
          ['Compression', `${dicom.compression}${dicom.lossy ? ' (lossy)' : ''}`],
          ['Spacing', describeSpacing(spacing)],
          ['Pixel shape', pixelAspect === 1 ? null : `${pixelAspect.toPrecision(4)} times as high as wide; shown in true proportions`],
          ['Overlays', dicom.overlays.length === 0 ? null : dicom.overlays.map(({ label }, index) => label ?? `Overlay ${String(index + 1)}`).join(', ')],
          ['Frames stated', dicom.declaredCount === null ? null : `${String(dicom.declaredCount)} in the file’s header`],
          ['Complete', dicom.cutOff ? 'No: the file ends early' : null],
        ]}
      />
    </section>
  );
}

/** "0.25 × 0.25 mm (PixelSpacing)"; whose word it is stands behind it. */
function describeSpacing(spacing: PixelSpacing): string {
  switch (spacing.kind) {
    case 'calibrated':
      return `${millimetres(spacing)} (${spacing.source})`;
    case 'atDetector':
      return `${millimetres(spacing)} at the detector, not in the body (${spacing.source})`;
    case 'byRegion':
      return `${String(spacing.regions.length)} regions with scales of their own (UltrasoundRegion)`;
    case 'uncalibrated':
      return 'Not stated: lengths are in pixels';
  }
}

function millimetres({ row, column }: { readonly row: number; readonly column: number }): string {
  return `${String(Number(row.toPrecision(4)))} × ${String(Number(column.toPrecision(4)))} mm`;
}
