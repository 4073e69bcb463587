const NOTHING = /* @__PURE__ */ new Uint8Array(0);

/** Bytes that a stream has received and no reader has taken, in order. */
export class HeldBytes {
  #bytes: Uint8Array = NOTHING;
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  /** Adds bytes, which are its own from now on. */
  add(bytes: Uint8Array): void {
    const length = this.length;
    if (length === 0) {
      this.#set(bytes, 0, bytes.length);
      return;
    }
    if (this.#end + bytes.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * length, length + bytes.length));
      grown.set(this.#bytes.subarray(this.#start, this.#end));
      this.#set(grown, 0, length);
    }
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Takes the first `n` bytes, of which there are at least so many. */
  take(n: number): Uint8Array {
    const { length } = this;
    const at = this.#start;
    // whole, it need not be copied
    const taken = at === 0 && n === this.#bytes.length ? this.#bytes : this.#bytes.slice(at, at + n);
    if (n === length) this.#set(NOTHING, 0, 0);
    else this.#start += n;
    return taken;
  }

  /** Where a run of bytes begins, at `from` or behind; -1 if nowhere. */
  placeOf(run: Uint8Array, from: number): number {
    const bytes = this.#bytes;
    const last = this.#end - run.length;
    let at = bytes.indexOf(run[0], this.#start + from);
    while (at >= 0 && at <= last) {
      let same = 1;
      while (same < run.length && bytes[at + same] === run[same]) same++;
      if (same === run.length) return at - this.#start;
      at = bytes.indexOf(run[0], at + 1);
    }
    return -1;
  }

  #set(bytes: Uint8Array, start: number, end: number): void {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
  }
}
