import { z } from 'zod';
import type { KeptContents } from '../../shared/ipc/views.ts';
import type { Cache } from '../cache/cache.ts';
import type { SyncEngine } from '../sync/syncEngine.ts';

const limitSetting = 'kept-content-bytes';
const usualLimitBytes = 20e9;

/** How many bytes of pictures may be kept on this computer, as somebody chose. */
export async function chosenLimitBytes(cache: Pick<Cache, 'setting'>): Promise<number> {
  return z.number().parse((await cache.setting(limitSetting)) ?? usualLimitBytes);
}

export async function keptContents(cache: Cache): Promise<KeptContents> {
  return { keptBytes: await cache.keptContentBytes(), limitBytes: await chosenLimitBytes(cache) };
}

/** Remembered over restarts. What is too much by now goes as soon as the chart is there to have it again from. */
export async function limitKeptContents({ cache, sync }: { readonly cache: Cache; readonly sync: SyncEngine }, limitBytes: number): Promise<void> {
  await cache.saveSetting(limitSetting, limitBytes);
  sync.setContentBudget(limitBytes);
}
