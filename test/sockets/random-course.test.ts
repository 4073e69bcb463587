import { fault, installStack } from "@ws2kit/layers";
import { type Connection, connect, listen, WinsockError } from "@ws2kit/sockets";
import { sleep } from "@ws2kit/sockets/time";
import { assert } from "chai";
import fc from "fast-check";
import { EVERYTHING } from "../fixture/everything.js";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { nothingIsOpen, World } from "./world.js";

/** One step of an end of a connection. */
type Step =
  | { readonly kind: "write"; readonly size: number; readonly timeout: number }
  | { readonly kind: "read"; readonly size?: number; readonly timeout: number }
  | { readonly kind: "until"; readonly byte: number; readonly timeout: number }
  | { readonly kind: "loop"; readonly most: number; readonly exit: Exit; readonly ms: number; readonly timeout: number }
  | { readonly kind: "sleep"; readonly ms: number }
  | { readonly kind: "end" }
  | { readonly kind: "reset" };

/** How a loop over chunks is left: by a statement of its body, or from outside while it waits for a chunk. */
type Exit = "break" | "return" | "throw" | "while it waits";

/** Every operation has a time limit, because both ends may wait for each other. */
const timeout = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constant(2000));
const size = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 150_000 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("write" as const), size, timeout }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("read" as const), size, timeout }, { requiredKeys: ["kind", "timeout"] }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("until" as const), byte: fc.nat(255), timeout }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("loop" as const),
      most: fc.integer({ min: 1, max: 3 }),
      exit: fc.constantFrom<Exit>("break", "return", "throw", "while it waits"),
      ms: fc.integer({ min: 0, max: 40 }),
      timeout,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("sleep" as const), ms: fc.integer({ min: 0, max: 40 }) }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ kind: "end" }, { kind: "reset" }) },
);
const course = fc.record({
  near: fc.array(step, { maxLength: 12 }),
  far: fc.array(step, { maxLength: 12 }),
  faults: fc.option(
    fc.record({
      shortReads: fc.constantFrom(0, 0.5),
      shortWrites: fc.constantFrom(0, 0.5),
      latency: fc.constantFrom(0, 3),
      resets: fc.constantFrom(0, 0, 0.02),
    }),
    { nil: null },
  ),
  seed: fc.nat(1000),
});

type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;

/** The byte at a position of every stream. */
const byteAt = (at: number) => (at * 31 + (at >> 8)) & 0xff;

/** One end: the numbers of its sent, acknowledged and read bytes. */
class End {
  /** The bytes of writes that have resolved, and of all writes that were started. */
  acknowledged = 0;
  begun = 0;
  read = 0;
  /** Whether it has read to the end of the stream, and whether it or a fault has broken the connection. */
  sawEnd = false;
  isBroken = false;

  constructor(readonly connection: Connection) {}

  async run(steps: readonly Step[], pause: (ms: number) => Promise<void>): Promise<void> {
    for (const one of steps) {
      try {
        await this.#take(one, pause);
      } catch (error) {
        this.#note(error, one);
      }
    }
    await this.#finish();
  }

  async #take(one: Step, pause: (ms: number) => Promise<void>): Promise<void> {
    const { connection } = this;
    if (one.kind === "sleep") await pause(one.ms);
    else if (one.kind === "end") await connection.end();
    else if (one.kind === "reset") {
      this.isBroken = true;
      connection.reset();
    } else if (one.kind === "write") {
      const from = this.begun;
      this.begun += one.size;
      await connection.write(
        Uint8Array.from({ length: one.size }, (_, i) => byteAt(from + i)),
        { timeout: one.timeout },
      );
      this.acknowledged = this.begun;
    } else if (one.kind === "until") {
      const { byte: delimiter, timeout: ms } = one;
      const bytes = await connection.readUntil(delimiter, { timeout: ms });
      this.#check(bytes);
      if (bytes !== null) this.#check(Uint8Array.of(delimiter));
    } else if (one.kind === "loop") {
      if (one.exit === "while it waits") await this.#leaveWaiting(one, pause);
      else await this.#leave(one);
    } else {
      const limits = { timeout: one.timeout };
      this.#check(await (one.size === undefined ? connection.read(limits) : connection.read(one.size, limits)));
    }
  }

  /** Reads at most so many chunks in a loop, which it leaves by a statement. */
  async #leave({ most, exit, timeout: ms }: Step & { kind: "loop" }): Promise<void> {
    const left = new Error("left");
    let count = 0;
    const loop = async () => {
      for await (const bytes of this.connection.chunks({ timeout: ms })) {
        this.#check(bytes);
        if (++count < most) continue;
        if (exit === "return") return;
        if (exit === "throw") throw left;
        break;
      }
      if (count < most) this.#check(null);
    };
    await loop().catch((error) => {
      if (error !== left) throw error;
    });
  }

  /** Leaves a loop from outside, after some time, whether it waits for a chunk or not. */
  async #leaveWaiting(
    { most, ms, timeout: limit }: Step & { kind: "loop" },
    pause: (ms: number) => Promise<void>,
  ): Promise<void> {
    const chunks = this.connection.chunks({ timeout: limit });
    let isLeft = false;
    const loop = async () => {
      for (let count = 0; count < most; count++) {
        const { done, value } = await chunks.next();
        if (value !== undefined) this.#check(value);
        if (done !== true) continue;
        if (!isLeft) this.#check(null);
        break;
      }
    };
    const looping = loop();
    await Promise.race([looping, pause(ms)]);
    isLeft = true;
    assert.deepEqual(await chunks.return?.(), { done: true, value: undefined });
    await looping;
    assert.deepEqual(await chunks.next(), { done: true, value: undefined });
  }

  #check(bytes: Uint8Array | null): void {
    if (bytes === null) this.sawEnd = true;
    const wrong = bytes?.findIndex((byte, i) => byte !== byteAt(this.read + i)) ?? -1;
    assert.equal(wrong, -1, "where a byte is wrong");
    this.read += bytes?.length ?? 0;
  }

  /** Asserts a documented code. After a write without an acknowledgement, the rest of the stream is unknown. */
  #note(error: unknown, one: Step | null): void {
    assert.instanceOf(error, WinsockError);
    const { name } = error as WinsockError;
    if (/^WSAECONN|WSAENOTSOCK|WSA_OPERATION_ABORTED|WSAENOTCONN/.test(name)) this.isBroken = true;
    else assert.include(["WSAETIMEDOUT", "WSAESHUTDOWN", "WSAEDISCON", "WSAEMSGSIZE"], name);
    if (one?.kind === "write") {
      if (name === "WSAESHUTDOWN") this.begun -= one.size;
      else this.isBroken = true;
    }
  }

  /** Ends the stream, and reads the remaining bytes. */
  async #finish(): Promise<void> {
    try {
      await this.connection.end();
      for await (const bytes of this.connection) this.#check(bytes);
      this.sawEnd = true;
    } catch (error) {
      this.#note(error, null);
    }
    await this.connection.close({ timeout: 500 });
  }
}

async function runCourse(system: System, { near, far, faults, seed }: Course): Promise<void> {
  const world = new World(system, { seed, latency: 5 });
  const stack = [{ layer: "fault", seed, ...faults }];
  const client = world.station({}, (machine) => {
    if (faults !== null)
      assert.equal(
        installStack(machine, stack as never, { fault }, () => {}),
        0,
      );
  });
  const server = world.station();
  const listener = listen(server.ws2, { port: 7 });
  const opening = Promise.all([connect(client.ws2, { host: "10.0.0.2", port: 7 }), listener.accept()]);
  const opened = await world.run(opening.catch(() => null));
  if (opened === null) assert.isAbove(faults?.resets ?? 0, 0, "why it could not connect");
  else {
    const ends = opened.map((connection) => new End(connection));
    const pauses = [client, server].map(
      ({ ws2 }) =>
        (ms: number) =>
          sleep(ws2, ms),
    );
    await world.run(Promise.all(ends.map((end, i) => end.run(i === 0 ? near : far, pauses[i]))));
    for (const [one, other] of [ends, [...ends].reverse()]) {
      assert.isAtMost(one.read, other.begun, "bytes that were never sent");
      if (ends.some(({ isBroken }) => isBroken)) continue;
      assert.isTrue(one.sawEnd, "whether it has seen the end");
      assert.equal(one.read, other.acknowledged, "what was acknowledged");
    }
  }
  listener.close();
  await world.settle();
  nothingIsOpen(world);
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a random course of connections, with faults and in virtual time`, function () {
    this.timeout(120_000);

    it("loses no acknowledged bytes, ends correctly, and leaves nothing open", async () => {
      await fc.assert(
        fc.asyncProperty(course, (each) => runCourse(system, each)),
        { numRuns: EVERYTHING ? 500 : 8 },
      );
    });
  });
}
