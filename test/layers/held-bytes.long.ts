import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { fault, filter, type Kinds, meter, record, type StackRow, secure, shape, trace } from "@ws2kit/layers";
import { FIONBIO, newWSABUF, newWSAOVERLAPPED, ref, type SOCKET, WSA_IO_PENDING, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { EVERYTHING, TRANSFER_MIB } from "../fixture/everything.js";
import { SecureSuite } from "../secure/secure-suite.js";
import { setBlocking } from "../secure/secure-world.js";
import { connected, type Ws2 } from "./ends.js";
import { stacked } from "./machines.js";
import { veil } from "./stream-filter-kinds.js";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Bytes in use after garbage collection. */
function used(): number {
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/**
 * Asserts that a transfer leaks no heap. A leak grows with each transfer, but code that the engine compiles is added
 * once, so a transfer that seems to leak is repeated up to twice.
 */
function leavesNothing(transfer: () => void): void {
  let least = Infinity;
  for (let i = 0; i < 3 && least >= MOST_GROWN; i++) {
    const before = used();
    transfer();
    least = Math.min(least, used() - before);
  }
  assert.isBelow(least, MOST_GROWN, "the heap's growth");
}

const MIB = 1024 * 1024;
const CHUNK = 4096;
/** A window each way and stream, in each of three layers. */
const MOST_HELD = 3 * 4 * 65536;
/**
 * The bytes by which the heap may grow: the engine's own variation. A closure and a buffer for each chunk would need
 * more.
 */
const MOST_GROWN = (3 * MIB) / 4;

const ALL = { fault, filter, meter, record, secure, shape, trace, veil };
type Row = StackRow<typeof ALL>;
/** A burst larger than every transfer, because no time passes in which a bucket could fill. */
const FAST = { layer: "shape", sendRate: 5e9, receiveRate: 5e9, burst: 1e12 } as const;
const STACKS: Readonly<Record<string, readonly Row[]>> = {
  "a stream filter": [{ layer: "veil" }],
  "three stream filters": [{ layer: "veil" }, { layer: "veil" }, { layer: "veil" }],
  "shape that shapes nothing": [FAST],
  "shape without settings": [{ layer: "shape" }],
  "fault that injects nothing": [{ layer: "fault" }],
  "five of them on each other": [
    { layer: "trace" },
    { layer: "filter", rules: [{ verdict: "deny", port: 25 }] },
    FAST,
    { layer: "meter" },
    { layer: "fault", shortReads: 0.3, shortWrites: 0.3 },
  ],
  "trace over meter over record": [{ layer: "trace" }, { layer: "meter" }, { layer: "record" }],
  "filter over shape over fault": [
    { layer: "filter", rules: [{ verdict: "deny", port: 25 }] },
    FAST,
    { layer: "fault", shortReads: 0.3, shortWrites: 0.3 },
  ],
};

const EVERY_WAY = ["a stream filter", "five of them on each other"];

/** How bytes go: each moves at most `CHUNK` bytes and answers how many, 0 for none now. */
interface Way {
  send(ws2: Ws2, s: SOCKET): number;
  receive(ws2: Ws2, s: SOCKET, into: Uint8Array): number;
}

const out = Uint8Array.from({ length: CHUNK }, (_, i) => i);

function counted(ws2: Ws2, result: number): number {
  if (result >= 0) return result;
  assert.include([WSAEWOULDBLOCK, WSA_IO_PENDING], ws2.WSAGetLastError());
  return 0;
}

const plain: Way = {
  send: (ws2, s) => counted(ws2, ws2.send(s, out, CHUNK, 0)),
  receive: (ws2, s, into) => counted(ws2, ws2.recv(s, into, CHUNK, 0)),
};

/** Overlapped, with one structure for each direction that is used again as soon as its operation has completed. */
function overlapped(): Way {
  const [sent, received] = [newWSAOVERLAPPED(), newWSAOVERLAPPED()];
  let [isSending, isReceiving] = [false, false];
  return {
    send(ws2, s) {
      const wasSending = isSending;
      if (!isSending) {
        isSending = ws2.WSASend(s, [newWSABUF(out)], 1, null, 0, sent, null) !== 0;
        if (isSending) counted(ws2, -1);
      }
      const n = ref(0);
      if (!ws2.WSAGetOverlappedResult(s, sent, n, false, ref(0))) return 0;
      isSending = false;
      return wasSending || n.value > 0 ? n.value : 0;
    },
    receive(ws2, s, into) {
      if (!isReceiving) isReceiving = ws2.WSARecv(s, [newWSABUF(into)], 1, null, ref(0), received, null) !== 0;
      const n = ref(0);
      if (!ws2.WSAGetOverlappedResult(s, received, n, false, ref(0))) return 0;
      isReceiving = false;
      return n.value;
    },
  };
}

const WAYS: Readonly<Record<string, { readonly isBlocking: boolean; way(): Way }>> = {
  blocking: { isBlocking: true, way: () => plain },
  "non-blocking": { isBlocking: false, way: () => plain },
  overlapped: { isBlocking: true, way: overlapped },
};

/** Sends and receives in turn, without waiting for time to pass, and measures the buffered bytes. */
function transfer(
  bytes: number,
  client: readonly [Ws2, SOCKET],
  server: readonly [Ws2, SOCKET],
  way: Way,
  look: () => void,
) {
  const into = new Uint8Array(CHUNK);
  let [sent, got, idle] = [0, 0, 0];
  while (got < bytes) {
    const more = sent - got < CHUNK && sent < bytes ? way.send(...client) : 0;
    sent += more;
    const n = sent > got ? way.receive(...server, into) : 0;
    // every byte is at its position
    if (n > 0) assert.equal(into[n - 1], (got + n - 1) & 0xff);
    got += n;
    idle = n + more > 0 ? 0 : idle + 1;
    if (idle > 0) look();
    assert.isBelow(idle, 1000, `${got} of ${bytes} bytes have come`);
    if ((got & 0xffff) === 0) look();
  }
}

/** By default one target, because a transfer is the same on all; every target if everything is asked for. */
const TARGETS = EVERYTHING ? TARGET_NAMES : ["ce"];

for (const target of TARGETS) {
  describe(`the bytes that layers hold on ${target}`, () => {
    const suite = new SecureSuite(target);
    for (const [name, stack] of Object.entries(STACKS)) {
      for (const [how, { isBlocking, way }] of Object.entries(WAYS)) {
        // every kind of transfer through one filter and through five layers; the other stacks one kind
        if (how !== "blocking" && !EVERYTHING && !EVERY_WAY.includes(name)) continue;
        it(`is bounded through ${name}, ${how}`, function () {
          this.timeout(20_000 * TRANSFER_MIB);
          const { machine, ws2, events } = stacked(target, stack as never, ALL as Kinds as typeof ALL);
          const [client, server] = connected(ws2);
          if (!isBlocking) for (const s of [client, server]) ws2.ioctlsocket(s, FIONBIO, ref(1));
          const moving = way();
          let most = 0;
          const look = () => {
            events.length = 0;
            most = Math.max(most, machine.counters.bytesHeld);
          };
          transfer(MIB, [ws2, client], [ws2, server], moving, look);
          look();
          leavesNothing(() => transfer(TRANSFER_MIB * MIB, [ws2, client], [ws2, server], moving, look));
          look();
          assert.isBelow(most, MOST_HELD, "bytes held");
          ws2.WSACleanup();
          assert.equal(machine.counters.bytesHeld, 0);
        });
      }
    }

    it("is bounded through secure", function () {
      this.timeout(20_000 * TRANSFER_MIB);
      const the = suite.world();
      const { client, server } = the;
      const [near, far] = the.connected();
      setBlocking(client, near, false);
      setBlocking(server, far, false);
      const never = client.WSACreateEvent();
      const wait = () => void client.WSAWaitForMultipleEvents(1, [never], false, 2, false);
      transfer(MIB, [client, near], [server, far], plain, wait);
      leavesNothing(() => transfer(TRANSFER_MIB * MIB, [client, near], [server, far], plain, wait));
      the.end([client, near], [server, far]);
    });

    it("counts delayed bytes, and nothing once the process has ended", () => {
      for (const isCrash of [false, true]) {
        const { machine, ws2 } = stacked(target, [{ layer: "fault", latency: 5 }], ALL as Kinds as typeof ALL);
        const [client] = connected(ws2);
        assert.equal(ws2.send(client, out, CHUNK, 0), CHUNK);
        assert.equal(machine.counters.bytesHeld, CHUNK);
        if (isCrash) ws2.terminate();
        else ws2.WSACleanup();
        assert.equal(machine.counters.bytesHeld, 0);
      }
    });

    it("stays within one window if the peer does not receive", () => {
      const { machine, ws2 } = stacked(target, [{ layer: "fault", latency: 5 }, FAST], ALL as Kinds as typeof ALL);
      const [client] = connected(ws2);
      ws2.ioctlsocket(client, FIONBIO, ref(1));
      const never = ws2.WSACreateEvent();
      // pieces of one byte have a window too
      for (const length of [CHUNK, 1]) {
        for (let i = 0; i < 2000; i++) {
          ws2.send(client, out, length, 0);
          if (i % 100 === 0) ws2.WSAWaitForMultipleEvents(1, [never], false, 1, false);
        }
      }
      assert.isBelow(machine.counters.bytesHeld, MOST_HELD);
      assert.equal(ws2.send(client, out, CHUNK, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEWOULDBLOCK);
    });
  });
}
