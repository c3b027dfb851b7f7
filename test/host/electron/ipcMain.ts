import type { ipcMain as electronIpcMain, IpcMainInvokeEvent } from 'electron';

type Handler = Parameters<typeof electronIpcMain.handle>[1];

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle: (channel, listener) => {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, listener);
  },
} satisfies Pick<typeof electronIpcMain, 'handle'>;

/** @throws what the handler throws, and an Error when there is none. */
export async function callHandler(channel: string, event: IpcMainInvokeEvent, parameters: readonly unknown[]): Promise<unknown> {
  const handler = handlers.get(channel);
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
  return (await handler(event, ...parameters)) as unknown;
}
