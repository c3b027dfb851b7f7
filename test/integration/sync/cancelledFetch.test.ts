import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { fail, FailureError, succeed } from '../../../shared/errors/result.ts';
import { online, syncScene } from '../../support/syncScene.ts';

const scene = syncScene();
const bytes = randomBytes(1_000);

/** The chart gives half of the bytes, and the rest when it is told to. */
let downloads = 0;
let letThrough = () => undefined as void;

beforeEach(async () => {
  downloads = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  letThrough = resolve;
  scene.chart.downloadBinary = async (_url, signal) => {
    downloads += 1;
    const cancelled = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new FailureError(fail('local.cancelled').error))));
    cancelled.catch(() => undefined);
    async function* halves() {
      yield bytes.subarray(0, 500);
      await Promise.race([promise, cancelled]);
      yield bytes.subarray(500);
    }
    return succeed({ contentType: 'image/png', start: 0, totalBytes: bytes.byteLength, validator: undefined, bytes: halves() });
  };
  await scene.putIntoChart(online({ content: { contentType: 'image/png', url: 'Binary/1' } }));
  scene.station.engine.wake();
  await scene.clock.settle();
});

describe('a fetch that is under way', () => {
  it('is one, whoever asks for it, and tells how far it is', async () => {
    const mediaId = await scene.onlyMedia();
    const { engine, events } = scene.station;
    const asked = engine.fetchContent(mediaId);
    await scene.clock.settle();
    expect(await engine.transfer(mediaId)).toStrictEqual({ running: { direction: 'down', doneBytes: 500, totalBytes: 1_000, millisecondsLeft: null }, keptBytes: 0 });
    letThrough();
    expect(await asked).toStrictEqual({ ok: true, value: undefined });
    expect(downloads).toBe(1);
    expect((await engine.transfer(mediaId)).running).toBeNull();
    expect(events.filter(({ topic }) => topic === 'transfer')).toStrictEqual([{ topic: 'transfer', mediaId }, { topic: 'transfer', mediaId }]);
  });

  it('and is cancelled is no failure, and is not begun again until a person asks', async () => {
    const mediaId = await scene.onlyMedia();
    const { engine } = scene.station;
    const asked = engine.fetchContent(mediaId);
    await engine.cancelFetch(mediaId);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'local.cancelled' } });
    expect(engine.contentFailure(mediaId)).toBeNull();
    await scene.clock.advance(10 * 60_000);
    engine.wake();
    await scene.clock.advance(60_000);
    expect(downloads).toBe(1);
    const again = engine.fetchContent(mediaId);
    letThrough();
    expect(await again).toStrictEqual({ ok: true, value: undefined });
    expect(downloads).toBe(2);
    expect((await scene.station.record(mediaId)).contentSha256).not.toBeNull();
  });
});

it('a fetch that failed by itself is told of, so that who looks at the picture sees why it is not here', async () => {
  letThrough();
  await scene.clock.settle();
  const { engine, events } = scene.station;
  scene.chart.downloadBinary = async () => fail('server.not-found');
  await scene.putIntoChart(online({ content: { contentType: 'image/png', url: 'Binary/2' } }), 'lost');
  engine.wake();
  await scene.clock.settle();
  const [lost] = await scene.station.cache.mediaWithoutContent(10);
  expect(engine.contentFailure(lost?.id ?? '')).toMatchObject({ code: 'server.not-found' });
  expect(events).toContainEqual({ topic: 'transfer', mediaId: lost?.id });
});
