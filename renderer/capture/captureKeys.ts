import type { KeyTable } from '../ui/index.ts';

export type CaptureAction = 'shoot' | 'files';

export const captureKeys: KeyTable<CaptureAction> = {
  title: 'Capture',
  bindings: [
    { action: 'shoot', keys: ['space', 'mod+Enter', 'AudioVolumeUp'], label: 'Take picture' },
    { action: 'files', keys: ['mod+O'], label: 'Choose files' },
  ],
};
