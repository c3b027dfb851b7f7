import { Readable } from 'node:stream';
import { callbackify } from 'node:util';

/**
 * Pieces as a stream whose first piece is there already. Whoever goes away early ends the generator, so that what it holds open is closed.
 * @throws what reading the first piece throws.
 */
export async function streamOf(pieces: AsyncGenerator<Uint8Array>): Promise<Readable> {
  const first = await pieces.next();
  const stream = new Readable({
    read: () => {
      pieces.next().then(
        ({ done, value }) => stream.push(done === true ? null : value),
        (error: unknown) => stream.destroy(error instanceof Error ? error : new Error('the source failed')),
      );
    },
    destroy: (error, done) => {
      callbackify(() => pieces.return(undefined))((failure) => { done(error ?? failure); });
    },
  });
  if (first.done === true) stream.push(null);
  else stream.push(first.value);
  return stream;
}
