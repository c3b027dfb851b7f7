import { expect, it } from 'vitest';
import { describeLink } from '../../../../renderer/sync/describeLink.ts';
import { syncStatusSchema, type SyncStatus } from '../../../../shared/ipc/views.ts';

const links = syncStatusSchema.shape.link.options;
const status = (link: SyncStatus['link'], pause: Partial<SyncStatus['pause']> = {}) => ({ link, pause: { paused: false, metered: false, largeBytes: 5e6, ...pause } });

it.each(links)('%s has a word for the rail and a sentence of its own', (link) => {
  const { word, sentence } = describeLink(status(link));
  expect(word.length).toBeLessThan(12);
  expect(links.filter((other) => describeLink(status(other)).sentence === sentence)).toEqual([link]);
});

it('paused is said before that the chart answers or does not, and after what a person has to do first', () => {
  expect(links.map((link) => describeLink(status(link, { paused: true, metered: true })).word)).toEqual(['No chart', 'Paused', 'Offline', 'Paused', 'Signed out']);
});

it('on a metered connection it says from what size on files wait', () => {
  const metered = describeLink(status('online', { metered: true, largeBytes: 20e6 }));
  expect(metered.word).toBe('Metered');
  expect(metered.sentence).toContain('files over 20 MB wait');
  expect(describeLink(status('unreachable', { metered: true })).word).toBe('No answer');
});
