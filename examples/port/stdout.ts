import type { Machine } from "@ws2kit/target";

/** Stands for C's stdout: a device's log, which accepts whole lines. */
export class Stdout {
  readonly #machine: Machine;
  #line = "";

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** C's `fwrite(bytes, 1, count, stdout)`. */
  fwrite(bytes: Uint8Array, count: number): void {
    this.printf(String.fromCharCode(...bytes.subarray(0, count)));
  }

  printf(text: string): void {
    const lines = (this.#line + text).split(/\r?\n/);
    this.#line = lines.pop() as string;
    for (const line of lines) this.#machine.platform.log(line);
  }

  /** Logs the last line if it has no newline. */
  fflush(): void {
    if (this.#line !== "") this.#machine.platform.log(this.#line);
    this.#line = "";
  }
}
