import type { Packet, ToHost, ToPage } from './page/isolatedWorld.ts';
import { createWire } from './page/wire.ts';

const wire = createWire();
const pieceBytes = 3 * 1024 * 1024;
let lastMessage = 0;

/** What to hand to the page's preload world, in order. */
export function* writePackets(message: ToPage): Generator<string> {
  const { text, parts } = wire.encode(message);
  lastMessage += 1;
  const number = lastMessage;
  for (const [part, bytes] of parts.entries()) {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      const base64 = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.min(pieceBytes, bytes.length - start)).toString('base64');
      yield JSON.stringify({ kind: 'piece', message: number, part, base64 } satisfies Packet);
    }
  }
  yield JSON.stringify({ kind: 'message', message: number, text, parts: parts.length } satisfies Packet);
}

/** @returns a function that takes packet after packet and answers the message when one is complete. */
export function createPacketReader(): (packet: string) => ToHost | undefined {
  const pieces = new Map<number, Buffer[][]>();
  return (text) => {
    const packet = JSON.parse(text) as Packet;
    const parts = pieces.get(packet.message) ?? [];
    if (packet.kind === 'piece') {
      (parts[packet.part] ??= []).push(Buffer.from(packet.base64, 'base64'));
      pieces.set(packet.message, parts);
      return undefined;
    }
    pieces.delete(packet.message);
    const bytes = Array.from({ length: packet.parts }, (_unused, part) => Buffer.concat(parts[part] ?? []));
    return wire.decode({ text: packet.text, parts: bytes }) as ToHost;
  };
}
