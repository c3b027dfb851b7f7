/** A marker segment with its length. ITU-T T.81, B.1.1.4. */
export function segment(marker: number, body: readonly number[]): Buffer {
  const length = body.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...body]);
}

/** Entropy-coded data: bits from the most significant on, a zero stuffed behind every 0xff. F.1.2.3. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #pending = 0;
  #count = 0;

  write(value: number, length: number): void {
    for (let bit = length - 1; bit >= 0; bit -= 1) {
      this.#pending = (this.#pending << 1) | ((value >> bit) & 1);
      this.#count += 1;
      if (this.#count === 8) this.#put();
    }
  }

  /** A number as its category's code and the bits that tell it from the others of the category. F.1.2.1. */
  writeValue(value: number, codeOf: (category: number) => { readonly code: number; readonly length: number }): void {
    const category = value === 0 ? 0 : Math.floor(Math.log2(Math.abs(value))) + 1;
    const { code, length } = codeOf(category);
    this.write(code, length);
    this.write(value < 0 ? value + 2 ** category - 1 : value, category);
  }

  restart(index: number): void {
    this.#pad();
    this.#bytes.push(0xff, 0xd0 + (index % 8));
  }

  bytes(): Buffer {
    this.#pad();
    return Buffer.from(this.#bytes);
  }

  #pad(): void {
    while (this.#count > 0) this.write(1, 1);
  }

  #put(): void {
    this.#bytes.push(this.#pending);
    if (this.#pending === 0xff) this.#bytes.push(0);
    this.#pending = 0;
    this.#count = 0;
  }
}
