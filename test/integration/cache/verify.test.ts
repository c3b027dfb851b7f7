import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openEncrypted } from '../../../electron/sqlite/openEncrypted.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { temporaryDirectory } from '../../support/temporaryDirectory.ts';
import { capture, databaseIn, databaseKey, familyName, inChart, mustOpen, noteText, page, withTestPatient } from '../../support/testCache.ts';

/** A cache with one of everything: a patient, a pulled Media, one captured here, a setting. */
async function filled(): Promise<{ readonly directory: string; readonly captured: string; readonly pulled: string; readonly patientId: string }> {
  const directory = await temporaryDirectory();
  const cache = await mustOpen(directory);
  const patientId = await withTestPatient(cache);
  const captured = randomUUID();
  unwrap(await capture(cache, patientId, captured, { note: [{ text: noteText }] }));
  const [change] = await cache.applyPage(page({ media: [inChart('m1', 1, { note: [{ text: noteText }] })] }));
  await cache.saveSetting('author', familyName);
  await cache.close();
  return { directory, captured, pulled: change?.mediaId ?? '', patientId };
}

type Filled = Awaited<ReturnType<typeof filled>>;

describe('verify', () => {
  it('has nothing to say about what the cache wrote', async () => {
    const { directory } = await filled();
    const cache = await mustOpen(directory);
    expect(await cache.verify()).toEqual([]);
    await cache.close();
  });

  it.each<[string, (of: Filled) => string, (of: Filled) => string]>([
    ['a Media that is none', ({ pulled }) => `UPDATE media SET current = '{"resourceType":"Media"}' WHERE id = '${pulled}'`, ({ pulled }) => `media ${pulled}: current is not what it should be`],
    ['a probe of nothing', ({ pulled }) => `UPDATE media SET probe = '{"frames":0}' WHERE id = '${pulled}'`, ({ pulled }) => `media ${pulled}: probe is not what it should be`],
    ['a patient that is none', ({ patientId }) => `UPDATE patients SET resource = '[]' WHERE id = '${patientId}'`, ({ patientId }) => `patients ${patientId}: resource is not what it should be`],
    ['a setting that is no JSON', () => `UPDATE settings SET value = '${familyName}'`, () => 'settings author: not JSON'],
    ['work without an intent', () => 'DELETE FROM outbox', ({ captured }) => `${captured}: media only here without an entry that would send it`],
    ['a change without an intent', ({ pulled }) => `UPDATE media SET current = json_set(current, '$.deviceName', 'x') WHERE id = '${pulled}'`, ({ pulled }) => `${pulled}: media changed here without an entry that would send it`],
    ['work without its bytes', () => `UPDATE media SET content_sha256 = NULL WHERE base IS NULL`, ({ captured }) => `${captured}: media only here without its bytes`],
    ['an intent without its Media', () => `PRAGMA foreign_keys = OFF; UPDATE outbox SET resource_id = 'gone'`, () => '1: outbox entry without its media'],
    ['a Media nobody can find', ({ pulled }) => `DELETE FROM media_search WHERE rowid = (SELECT row FROM media WHERE id = '${pulled}')`, ({ pulled }) => `${pulled}: media missing from the search index`],
  ])('finds %s, by the name of its row alone', async (_name, damage, finding) => {
    const of = await filled();
    const database = openEncrypted({ file: databaseIn(of.directory), key: databaseKey });
    database.exec(damage(of));
    database.close();
    const cache = await mustOpen(of.directory);
    const findings = await cache.verify();
    await cache.close();
    expect(findings).toContain(finding(of));
    for (const secret of [familyName, noteText]) expect(findings.join('\n')).not.toContain(secret);
  });
});
