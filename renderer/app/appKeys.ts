import type { KeyTable } from '../ui/index.ts';

export type AppAction = 'find' | 'patients' | 'capture' | 'library' | 'sync' | 'settings' | 'lock' | 'help';

export const appKeys: KeyTable<AppAction> = {
  title: 'Everywhere',
  bindings: [
    { action: 'find', keys: ['mod+K'], label: 'Find a patient or an action' },
    { action: 'patients', keys: ['mod+1'], label: 'Patients' },
    { action: 'capture', keys: ['mod+2'], label: 'Capture' },
    { action: 'library', keys: ['mod+3'], label: 'Library' },
    { action: 'sync', keys: ['mod+4'], label: 'Sync' },
    { action: 'settings', keys: ['mod+5'], label: 'Settings' },
    { action: 'lock', keys: ['mod+L'], label: 'Lock' },
    { action: 'help', keys: ['shift+?'], label: 'This help' },
  ],
};
