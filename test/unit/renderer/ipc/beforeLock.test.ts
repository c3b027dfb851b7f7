import { expect, it } from 'vitest';
import { saveBeforeLock, saveWhatIsInHand, unsavedInHand } from '../../../../renderer/ipc/beforeLock.ts';

it('waits for everything in hand, and for nothing that was taken back; a failure keeps nobody waiting', async () => {
  const done: string[] = [];
  const endings = [
    saveBeforeLock(async () => { await Promise.resolve(); done.push('drawing'); }, () => done.includes('drawing')),
    saveBeforeLock(() => Promise.reject(new Error('disk full')), () => false),
    saveBeforeLock(() => { done.push('gone'); return Promise.resolve(); }, () => false),
  ];
  endings[2]?.();
  expect(unsavedInHand()).toBe(2);
  await saveWhatIsInHand();
  expect(done).toEqual(['drawing']);
  expect(unsavedInHand()).toBe(1);
  for (const end of endings) end();
  expect(unsavedInHand()).toBe(0);
  await saveWhatIsInHand();
  expect(done).toEqual(['drawing']);
});
