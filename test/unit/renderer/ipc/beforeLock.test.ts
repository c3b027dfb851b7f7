import { expect, it } from 'vitest';
import { saveBeforeLock, saveWhatIsInHand } from '../../../../renderer/ipc/beforeLock.ts';

it('waits for everything in hand, and for nothing that was taken back; a failure keeps nobody waiting', async () => {
  const done: string[] = [];
  const endings = [
    saveBeforeLock(async () => { await Promise.resolve(); done.push('drawing'); }),
    saveBeforeLock(() => Promise.reject(new Error('disk full'))),
    saveBeforeLock(() => { done.push('gone'); return Promise.resolve(); }),
  ];
  endings[2]?.();
  await saveWhatIsInHand();
  expect(done).toEqual(['drawing']);
  for (const end of endings) end();
  await saveWhatIsInHand();
  expect(done).toEqual(['drawing']);
});
