import { ActionIcon, Tooltip } from '@mantine/core';
import { IconRulerMeasure } from '@tabler/icons-react';
import { CalibrateDialog } from '../../screen/index.ts';
import type { LifeSizeState } from './useLifeSize.ts';

/** Only where there is a chance: most photographs do not know how large they are, and the key says so. */
export function LifeSizeButton({ lifeSize }: { readonly lifeSize: LifeSizeState }) {
  if (lifeSize.refusal !== null) return null;
  return (
    <>
      <Tooltip label="Life size (Shift+M)">
        <ActionIcon size={36} variant="subtle" color="gray" aria-label="Life size" aria-pressed={lifeSize.words === 'Life size'} onClick={lifeSize.show}>
          <IconRulerMeasure size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <CalibrateDialog opened={lifeSize.asking} onClose={lifeSize.stopAsking} onDone={lifeSize.calibrated} />
    </>
  );
}
