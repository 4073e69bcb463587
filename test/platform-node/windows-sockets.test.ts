import { getUint32, READY_END, READY_IN, READY_OUT, setUint16 } from "@ws2kit/spi";
import { assert } from "chai";
import { pollTable } from "#platform-node/windows/poll-table.js";
import { Watch } from "#platform-node/windows/watch.js";
import type { Winsock } from "#platform-node/windows/winsock.js";

const POLLERR = 0x1;
const POLLHUP = 0x2;
const POLLWRNORM = 0x10;
const POLLRDNORM = 0x100;
const UNASKED = POLLERR | POLLHUP;

/** A Winsock whose sockets have the conditions that a test sets. No call blocks: it records how long it would. */
class ScriptedWinsock {
  /** By socket: what WSAPoll finds. */
  readonly conditions = new Map<number, number>();
  readonly datagrams = new Set<number>();
  /** The milliseconds of each call that may wait: of WSAPoll, and of Sleep. */
  readonly waits: number[] = [];
  /** The sockets of the last WSAPoll. */
  polled: number[] = [];

  WSAPoll(table: Uint8Array, n: number, ms: number): number {
    if (n === 0) return -1;
    this.waits.push(ms);
    if (--this.#waitsLeft === 0) this.#then();
    this.polled = [];
    let ready = 0;
    for (let at = 0; at < 16 * n; at += 16) {
      const s = getUint32(table, at);
      const isIgnored = getUint32(table, at + 4) === 0xffffffff;
      const asked = table[at + 8] | (table[at + 9] << 8);
      const found = isIgnored ? 0 : (this.conditions.get(s) ?? 0) & (asked | UNASKED);
      if (!isIgnored) this.polled.push(s);
      setUint16(table, at + 10, found);
      if (found !== 0) ready++;
    }
    return ready;
  }

  #waitsLeft = 0;
  #then = () => {};

  /** Calls `act` in the `n`th of the next calls that may wait. */
  afterWaits(n: number, act: () => void): void {
    [this.#waitsLeft, this.#then] = [n, act];
  }

  Sleep(ms: number): void {
    this.waits.push(ms);
  }

  getsockopt(s: number, _level: number, _optname: number, value: Uint8Array): number {
    value.fill(0);
    value[0] = this.datagrams.has(s) ? 2 : 1;
    return 0;
  }
}

function scripted(): { winsock: ScriptedWinsock; watch: Watch; ready: () => [number, number][] } {
  const winsock = new ScriptedWinsock();
  const watch = new Watch(winsock as unknown as Winsock);
  const pairs = new Int32Array(8);
  const ready = () => {
    const n = watch.list(pairs);
    return Array.from({ length: n }, (_, i): [number, number] => [pairs[2 * i], pairs[2 * i + 1]]);
  };
  return { winsock, watch, ready };
}

describe("platform-node on Windows: the table of WSAPoll", () => {
  it("reports what a wait found without a second call", () => {
    const { winsock, watch, ready } = scripted();
    watch.set(8, READY_IN);
    winsock.conditions.set(8, POLLRDNORM);
    assert.isTrue(watch.wait(500));
    assert.deepEqual(ready(), [[8, READY_IN]]);
    assert.deepEqual(winsock.waits, [500]);
    assert.deepEqual(ready(), [[8, READY_IN]]);
    assert.deepEqual(winsock.waits, [500, 0]);
  });

  it("waits for nothing with Sleep, and says that nothing ends a wait without a limit", () => {
    const { winsock, watch } = scripted();
    assert.isTrue(watch.wait(7));
    assert.isFalse(watch.wait(-1));
    assert.deepEqual(winsock.waits, [7]);
  });

  it("reports the end of the peer as READY_IN and READY_END, a failure as every condition", () => {
    const { winsock, watch, ready } = scripted();
    watch.set(8, READY_IN | READY_END);
    winsock.conditions.set(8, POLLHUP);
    assert.deepEqual(ready(), [[8, READY_IN | READY_END]]);
    watch.set(8, READY_OUT);
    winsock.conditions.set(8, POLLHUP | POLLERR);
    assert.deepEqual(ready(), [[8, READY_OUT | 0x8 | 0x10]]);
  });

  it("reports the error of a datagram socket as READY_IN", () => {
    const { winsock, watch, ready } = scripted();
    winsock.datagrams.add(8);
    watch.set(8, READY_IN);
    winsock.conditions.set(8, POLLERR);
    assert.deepEqual(ready(), [[8, READY_IN]]);
  });

  it("does not wait for a socket that reports only the peer's end, and still finds room to send", () => {
    const { winsock, watch, ready } = scripted();
    watch.set(8, READY_OUT);
    watch.set(12, READY_IN);
    winsock.conditions.set(8, POLLHUP);
    assert.deepEqual(ready(), []);
    winsock.afterWaits(3, () => winsock.conditions.set(8, POLLHUP | POLLWRNORM));
    winsock.waits.length = 0;
    assert.isTrue(watch.wait(500));
    // twice 10 ms without the muted socket, and a look at both after each
    assert.deepEqual(winsock.waits, [10, 0, 10, 0]);
    assert.deepEqual(ready(), [[8, READY_OUT]]);
    watch.set(8, READY_IN);
    assert.isTrue(watch.wait(500));
    assert.deepEqual([winsock.waits.at(-1), winsock.polled], [500, [8, 12]]);
  });

  it("remembers a muted socket where another muted one was closed before", () => {
    const { winsock, watch, ready } = scripted();
    watch.set(8, READY_OUT);
    winsock.conditions.set(8, POLLHUP);
    assert.deepEqual(ready(), []);
    watch.forget(8);
    watch.set(12, READY_IN);
    watch.set(16, READY_OUT);
    winsock.conditions.set(16, POLLHUP);
    assert.deepEqual(ready(), []);
    winsock.waits.length = 0;
    winsock.afterWaits(1, () => winsock.conditions.set(16, POLLHUP | POLLWRNORM));
    assert.isTrue(watch.wait(500));
    assert.deepEqual(winsock.waits, [10, 0]);
  });

  it("gives each ready socket its turn, and forgets closed ones", () => {
    const { winsock, watch, ready } = scripted();
    const sockets = Array.from({ length: 100 }, (_, i) => 4 * (i + 1));
    for (const s of sockets) {
      watch.set(s, READY_IN);
      winsock.conditions.set(s, POLLRDNORM);
    }
    const seen = new Set<number>();
    for (let round = 0; round < 25; round++) for (const [s] of ready()) seen.add(s);
    assert.equal(seen.size, sockets.length);
    for (const s of sockets.filter((_, i) => i !== 50)) watch.forget(s);
    assert.deepEqual(ready(), [[4 * 51, READY_IN]]);
  });
});

describe("platform-node on Windows: poll(2) by WSAPoll", () => {
  it("ignores negative descriptors, and returns Linux's bits", () => {
    const winsock = new ScriptedWinsock();
    winsock.conditions.set(8, POLLRDNORM);
    winsock.conditions.set(12, POLLHUP);
    const table = Int32Array.of(8, 0x5, -1, 0x1, 12, 0x2001, 16, 0x4);
    assert.equal(pollTable(winsock as unknown as Winsock, table, 4, 20), 2);
    assert.deepEqual([...table], [8, 0x10005, -1, 0x1, 12, 0x2001 | (0x2001 << 16), 16, 0x4]);
    assert.deepEqual(winsock.waits, [20]);
  });

  it("sleeps for a table without descriptors", () => {
    const winsock = new ScriptedWinsock();
    assert.equal(pollTable(winsock as unknown as Winsock, Int32Array.of(-1, 1), 1, 3.2), 0);
    assert.deepEqual(winsock.waits, [4]);
  });
});
