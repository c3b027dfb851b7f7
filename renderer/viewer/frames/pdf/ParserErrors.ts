/** StreamKind.ERROR, as pdf.js's halves say it to each other; test/integration/pdf sees when another version says it otherwise. */
const streamError = 5;

/**
 * Counts what went wrong while the parser told of a page. pdf.js ends the drawing there and says that it is complete: a report without its values would look like one that
 * has none.
 */
export class ParserErrors {
  #count = 0;

  constructor(parser: Pick<Worker, 'addEventListener'>) {
    parser.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'object' && data !== null && 'stream' in data && data.stream === streamError) this.#count += 1;
    });
  }

  get count(): number {
    return this.#count;
  }
}
