import type { KeyTable } from '../../ui/index.ts';

export const soundKeys = {
  title: 'Sound',
  bindings: [
    { action: 'play', keys: ['space'], label: 'Play or pause' },
    { action: 'back', keys: ['ArrowLeft'], label: '1 second back' },
    { action: 'ahead', keys: ['ArrowRight'], label: '1 second ahead' },
    { action: 'farBack', keys: ['shift+ArrowLeft'], label: '10 seconds back' },
    { action: 'farAhead', keys: ['shift+ArrowRight'], label: '10 seconds ahead' },
    { action: 'first', keys: ['Home'], label: 'To the beginning' },
    { action: 'last', keys: ['End'], label: 'To the end' },
    { action: 'slower', keys: [','], label: 'Slower' },
    { action: 'faster', keys: ['.'], label: 'Faster' },
    { action: 'note', keys: ['N'], label: 'Note at this moment' },
  ],
} as const satisfies KeyTable;
