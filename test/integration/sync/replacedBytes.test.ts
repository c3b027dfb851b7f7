import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import type { Attachment } from '../../../shared/fhir/elements.ts';
import { online, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();

const described = (url: string, bytes: Uint8Array): Attachment => ({
  contentType: 'image/png', url, size: bytes.byteLength, hash: createHash('sha1').update(bytes).digest('base64'),
});

it('bytes on their way while the chart puts others in their place are not shown as these', async () => {
  const { chart, station, clock } = scene;
  const [wrong, right] = [Buffer.from('somebody else'), Buffer.from('the right picture')];
  chart.binaries.set('Binary/1', wrong);
  chart.binaries.set('Binary/2', right);
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const download = chart.downloadBinary.bind(chart);
  chart.downloadBinary = async (url, signal, from) => {
    const answer = unwrap(await download(url, signal, from));
    async function* slowly() {
      if (url === 'Binary/1') await arrived;
      yield* answer.bytes;
    }
    return { ok: true, value: { ...answer, bytes: slowly() } };
  };
  const serverId = await scene.putIntoChart(online({ content: described('Binary/1', wrong) }));
  station.engine.wake();
  await clock.settle();
  const mediaId = await scene.onlyMedia();
  chart.edit(serverId, (media) => ({ ...media, content: described('Binary/2', right) }));
  await clock.advance(31_000);
  expect((await station.media(mediaId)).content.url).toBe('Binary/2');
  arrive();
  await clock.advance(60_000);
  expect((await station.record(mediaId)).contentSha256).toBe(createHash('sha256').update(right).digest('hex'));
});
