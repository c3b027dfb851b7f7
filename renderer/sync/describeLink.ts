import type { SyncStatus } from '../../shared/ipc/views.ts';
import { formatBytes } from '../ui/index.ts';

export interface LinkDescription {
  /** One or two words, for the rail. */
  readonly word: string;
  /** A sentence, for the sync centre. */
  readonly sentence: string;
  readonly tone: 'good' | 'quiet' | 'wait' | 'alarm';
}

/** What a person has to know first of how things stand with the chart. */
export type LinkSituation = SyncStatus['link'] | 'paused' | 'metered';

const descriptions = {
  'not-connected': { word: 'No chart', sentence: 'Not connected to a chart yet. Everything stays on this computer.', tone: 'quiet' },
  online: { word: 'Online', sentence: 'The chart answers. Changes are sent as you make them.', tone: 'good' },
  'offline-chosen': { word: 'Offline', sentence: 'You chose to work offline. Everything you do is kept here and sent when you go online again.', tone: 'wait' },
  paused: { word: 'Paused', sentence: 'Sync is paused until you resume it. Everything you do is kept here; what you open is still fetched.', tone: 'wait' },
  metered: { word: 'Metered', sentence: '', tone: 'good' },
  unreachable: { word: 'No answer', sentence: 'The chart does not answer. Work on: everything is kept here and sent as soon as it answers.', tone: 'wait' },
  'signed-out': { word: 'Signed out', sentence: 'The chart does not accept this sign-in any more. Everything is kept here until you sign in again.', tone: 'alarm' },
} as const satisfies Record<LinkSituation, LinkDescription>;

export function linkSituation({ link, pause }: Pick<SyncStatus, 'link' | 'pause'>): LinkSituation {
  if (pause.paused && (link === 'online' || link === 'unreachable')) return 'paused';
  return link === 'online' && pause.metered ? 'metered' : link;
}

/** Steady: it does not change with every pull, only when something changes for the person. */
export function describeLink(status: Pick<SyncStatus, 'link' | 'pause'>): LinkDescription {
  const situation = linkSituation(status);
  if (situation !== 'metered') return descriptions[situation];
  return { ...descriptions.metered, sentence: `The chart answers. Notes are sent as you make them; files over ${formatBytes(status.pause.largeBytes)} wait, because this connection is metered.` };
}
