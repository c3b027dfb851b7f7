import type { KeyTable } from '../ui/index.ts';

export const timelineKeys = {
  title: 'Pictures of a patient',
  bindings: [
    { action: 'choose', keys: ['space'], label: 'Choose this picture for comparing', elsewhere: true },
    { action: 'chooseRange', keys: ['shift+space'], label: 'Choose all from the last one chosen to this', elsewhere: true },
    { action: 'compare', keys: ['C'], label: 'Compare what is chosen' },
    { action: 'clear', keys: ['Escape'], label: 'Choose nothing' },
  ],
} as const satisfies KeyTable;
