import type { createWire } from './wire.ts';
import type { createWorldLink } from './worldLink.ts';

/** In Chromium since 140; TypeScript's DOM library of this target does not list them. */
interface Base64Array {
  toBase64(): string;
}
interface Base64Constructor {
  fromBase64(text: string): Uint8Array;
}

/** The isolated world's line to the host process: a function of Chromium's, and one of ours that it calls. */
interface IsolatedWorld {
  readonly lightboxHostSend: (text: string) => void;
  lightboxHostReceive?: (text: string) => void;
}

/** Bytes cross as base64 in pieces, because one message of hundreds of megabytes would stop everything else. */
export type Packet =
  | { readonly kind: 'piece'; readonly message: number; readonly part: number; readonly base64: string }
  | { readonly kind: 'message'; readonly message: number; readonly text: string; readonly parts: number };

export type ToHost = { readonly kind: 'invoke'; readonly call: number; readonly channel: string; readonly parameters: readonly unknown[] };

export type ToPage =
  | { readonly kind: 'answer'; readonly call: number; readonly ok: boolean; readonly value: unknown }
  | { readonly kind: 'event'; readonly channel: string; readonly parameters: readonly unknown[] };

/**
 * What a sandboxed preload finds: `require('electron')` with ipcRenderer and contextBridge. Self-contained, because its source text
 * runs in the page, in a world of its own.
 */
export function installIsolatedWorld(
  secret: string,
  makeWire: typeof createWire,
  makeLink: typeof createWorldLink,
  preload: (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void,
): void {
  // As in Electron, subframes have no preload.
  if (window.top !== window) return;
  const world = globalThis as unknown as IsolatedWorld;
  const wire = makeWire();
  const link = makeLink(secret, 'isolated');
  const pieceBytes = 3 * 1024 * 1024;
  const calls = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: unknown, ...parameters: unknown[]) => void>>();
  const pieces = new Map<number, string[][]>();
  let lastMessage = 0;
  let lastCall = 0;

  const send = (message: ToHost): void => {
    const { text, parts } = wire.encode(message);
    lastMessage += 1;
    const number = lastMessage;
    const sendPacket = (packet: Packet) => {
      world.lightboxHostSend(JSON.stringify(packet));
    };
    parts.forEach((bytes, part) => {
      for (let start = 0; start < bytes.length; start += pieceBytes) {
        sendPacket({ kind: 'piece', message: number, part, base64: (bytes.subarray(start, start + pieceBytes) as Uint8Array & Base64Array).toBase64() });
      }
    });
    sendPacket({ kind: 'message', message: number, text, parts: parts.length });
  };

  const joinPieces = (texts: readonly string[]): Uint8Array => {
    const arrays = texts.map((text) => (Uint8Array as unknown as Base64Constructor).fromBase64(text));
    const joined = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
    let offset = 0;
    for (const array of arrays) {
      joined.set(array, offset);
      offset += array.length;
    }
    return joined;
  };

  const receive = (message: ToPage): void => {
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.parameters);
      return;
    }
    const call = calls.get(message.call);
    calls.delete(message.call);
    if (message.ok) call?.resolve(message.value);
    else call?.reject(new Error(String(message.value)));
  };

  world.lightboxHostReceive = (text) => {
    const packet = JSON.parse(text) as Packet;
    const parts = pieces.get(packet.message) ?? [];
    if (packet.kind === 'piece') {
      (parts[packet.part] ??= []).push(packet.base64);
      pieces.set(packet.message, parts);
      return;
    }
    pieces.delete(packet.message);
    const bytes = Array.from({ length: packet.parts }, (_unused, part) => joinPieces(parts[part] ?? []));
    receive(wire.decode({ text: packet.text, parts: bytes }) as ToPage);
  };

  const ipcRenderer = {
    invoke: (channel: string, ...parameters: unknown[]) =>
      new Promise((resolve, reject) => {
        lastCall += 1;
        calls.set(lastCall, { resolve, reject });
        send({ kind: 'invoke', call: lastCall, channel, parameters });
      }),
    on: (channel: string, listener: (event: unknown, ...parameters: unknown[]) => void) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    off: (channel: string, listener: (event: unknown, ...parameters: unknown[]) => void) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
  };
  const electron = { ipcRenderer, contextBridge: { exposeInMainWorld: link.expose } };
  const module = { exports: {} };
  preload(
    (name) => {
      if (name === 'electron') return electron;
      throw new Error(`module not found: ${name}`);
    },
    module,
    module.exports,
  );
}
