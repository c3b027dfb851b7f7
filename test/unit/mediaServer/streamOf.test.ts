import { once } from 'node:events';
import { expect, it } from 'vitest';
import { streamOf } from '../../../electron/mediaServer/http/streamOf.ts';

function source(fails?: Error) {
  const state = { open: false };
  const pieces = async function* () {
    state.open = true;
    try {
      yield Buffer.from('one ');
      if (fails !== undefined) throw fails;
      yield Buffer.from('two');
    } finally {
      state.open = false;
    }
  };
  return { state, pieces: pieces() };
}

it('gives out every piece, and closes the source behind the last', async () => {
  const { state, pieces } = source();
  const heard: string[] = [];
  for await (const piece of await streamOf(pieces)) heard.push(String(piece));
  expect([heard.join(''), state.open]).toEqual(['one two', false]);
});

it('closes the source when nobody reads on, or ever began to', async () => {
  const { state, pieces } = source();
  const stream = await streamOf(pieces);
  expect(state.open).toBe(true);
  stream.destroy();
  await once(stream, 'close');
  expect(state.open).toBe(false);
});

it('fails before there is a stream when there is no first piece, and with the stream after that', async () => {
  const early = (async function* () {
    yield* [];
    throw new Error('no first piece');
  })();
  await expect(streamOf(early)).rejects.toThrow('no first piece');
  const { pieces } = source(new Error('no second piece'));
  const stream = await streamOf(pieces);
  await expect(stream.toArray()).rejects.toThrow('no second piece');
});
