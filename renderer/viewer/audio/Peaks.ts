/**
 * How loud a recording is over its time: lowest and highest sample of every part of it, whatever its length. Takes samples as they are
 * decoded and keeps none of them.
 */
export class Peaks {
  readonly #duration: number;
  /** Lowest and highest by turns, -1 to 1; NaN where nothing was heard yet. */
  readonly values: Float32Array<ArrayBuffer>;

  /** @param duration seconds, above 0. */
  constructor(duration: number, parts: number) {
    this.#duration = duration;
    this.values = new Float32Array(parts * 2).fill(Number.NaN);
  }

  get parts(): number {
    return this.values.length / 2;
  }

  /** @param start seconds. @param rate samples a second. */
  add(samples: Float32Array, start: number, rate: number): void {
    const perSample = this.parts / (this.#duration * rate);
    const first = (start / this.#duration) * this.parts;
    const { values } = this;
    for (let index = 0; index < samples.length; index += 1) {
      const at = 2 * Math.floor(first + index * perSample);
      if (at < 0 || at >= values.length) continue;
      const sample = samples[index] ?? 0;
      // A comparison with NaN is false: the first sample of a part takes its place.
      if (!((values[at] ?? 0) <= sample)) values[at] = sample;
      if (!((values[at + 1] ?? 0) >= sample)) values[at + 1] = sample;
    }
  }
}
