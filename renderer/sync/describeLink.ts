import type { SyncStatus } from '../../shared/ipc/views.ts';

export interface LinkDescription {
  /** One or two words, for the rail. */
  readonly word: string;
  /** A sentence, for the sync centre. */
  readonly sentence: string;
  readonly tone: 'good' | 'quiet' | 'wait' | 'alarm';
}

const descriptions = {
  'not-connected': { word: 'No chart', sentence: 'Not connected to a chart yet. Everything stays on this computer.', tone: 'quiet' },
  online: { word: 'Online', sentence: 'The chart answers. Changes are sent as you make them.', tone: 'good' },
  'offline-chosen': { word: 'Offline', sentence: 'You chose to work offline. Everything you do is kept here and sent when you go online again.', tone: 'wait' },
  unreachable: { word: 'No answer', sentence: 'The chart does not answer. Work on: everything is kept here and sent as soon as it answers.', tone: 'wait' },
  'signed-out': { word: 'Signed out', sentence: 'The chart does not accept this sign-in any more. Everything is kept here until you sign in again.', tone: 'alarm' },
} as const satisfies Record<SyncStatus['link'], LinkDescription>;

/** Steady: it does not change with every pull, only when something changes for the person. */
export function describeLink(status: SyncStatus): LinkDescription {
  return descriptions[status.link];
}
