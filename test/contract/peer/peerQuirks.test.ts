import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { peerQuirks, type PeerQuirk } from '../../../electron/mediaServer/peer/peerQuirks.ts';
import { startTestServer } from '../../integration/mediaServer/startTestServer.ts';
import { answerCases } from './answerCases.ts';
import { contentCases } from './contentCases.ts';
import { draft, post, type PeerCase, type Start } from './peerCase.ts';
import { writeCases } from './writeCases.ts';

const cases: Readonly<Record<PeerQuirk, PeerCase>> = { ...writeCases, ...answerCases, ...contentCases };
const starting = (...quirks: PeerQuirk[]): Start => (options) => startTestServer({ seed: true, peerQuirks: quirks, ...options });

describe('the quirks of another server', () => {
  it('are at least the fifteen that were asked for, and each has its case', () => {
    expect(Object.keys(cases).toSorted()).toStrictEqual(Object.keys(peerQuirks).toSorted());
    expect(Object.keys(peerQuirks).length).toBeGreaterThanOrEqual(15);
  });

  it.each(Object.entries(cases))('%s: is not there unless it is switched on', async (_quirk, { looks, plain }) => {
    expect(await looks(starting())).toStrictEqual(plain);
  });

  it.each(Object.entries(cases) as [PeerQuirk, PeerCase][])('%s: is there when it is', async (quirk, { looks, peer }) => {
    expect(await looks(starting(quirk))).toStrictEqual(peer);
  });

  for (const [quirk, { lightbox, lives }] of Object.entries(cases) as [PeerQuirk, PeerCase][]) {
    it(`${quirk}: Lightbox ${lightbox}`, async () => lives(starting(quirk)));
  }
});

/** What the other server does, and this one anyway. */
describe('without any quirk', () => {
  it('a client\'s id is replaced on create', async () => {
    const server = await startTestServer({ seed: true });
    expect(await post(server, { ...draft(randomUUID()), id: 'mine' })).not.toBe('Media/mine');
  });

  it.each(['Media?frobnicated=1', 'Media?_since=2026-01-01', 'Media?_lastUpdated=ge2026-01-01T00:00:00+01:00'])('%s is 400', async (search) => {
    expect((await (await startTestServer()).request(search)).status).toBe(400);
  });

  it('an empty result has no entry, and no total unless it is asked for', async () => {
    const server = await startTestServer();
    const empty = await server.search('Media');
    expect(empty).not.toHaveProperty('entry');
    expect(empty).not.toHaveProperty('total');
    expect(await server.search('Media?_total=accurate')).toMatchObject({ total: 0 });
  });
});
