import {
  fault,
  filter,
  installStack,
  type Kinds,
  meter,
  record,
  type StackRow,
  secure,
  shape,
  trace,
} from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  FD_CLOSE,
  FD_READ,
  FD_WRITE,
  FIONBIO,
  fd_set,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  type SOCKET,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { assert } from "chai";
import { TARGET_NAMES, type TargetName } from "../conformance/targets.js";
import { EVERYTHING } from "../fixture/everything.js";
import { hasSecureLayer, systemNamed } from "../fixture/systems.js";
import { connected, machineOf, started, type Ws2 } from "./ends.js";

/*
 * Streams through each shipped layer, and through each pair of them, compared with a model: bytes arrive in order,
 * each operation completes, and no stream stalls. The seed fixes a program: the bytes in each direction, the pieces,
 * the calls, and the pauses of each end.
 */

const ALL = { fault, filter, meter, record, secure, shape, trace };
type Row = StackRow<typeof ALL>;

const LAYERS: Readonly<Record<string, (seed: number) => Row>> = {
  trace: () => ({ layer: "trace" }),
  meter: () => ({ layer: "meter" }),
  record: () => ({ layer: "record" }),
  filter: () => ({ layer: "filter", rules: [{ verdict: "deny", address: "10.0.0.0/8" }] }),
  secure: () => ({ layer: "secure" }),
  shape: () => ({ layer: "shape", sendRate: 2e6, receiveRate: 3e6, burst: 5000 }),
  "fault with latency": (seed) => ({ layer: "fault", seed, latency: 2 }),
  "fault with jitter and short transfers": (seed) => ({
    layer: "fault",
    seed,
    latency: 1,
    jitter: 4,
    shortReads: 0.3,
    shortWrites: 0.3,
  }),
  "fault with resets": (seed) => ({ layer: "fault", seed, resets: 0.02 }),
};
const NAMES = Object.keys(LAYERS);
const PAIRS = NAMES.flatMap((upper) => NAMES.map((lower) => [upper, lower]));
const STACKS = [...NAMES.map((name) => [name]), ...PAIRS];
/** A stream has stalled after this many milliseconds without a byte or an end. */
const PATIENCE = 1000;

/** Whole numbers below a bound, by a seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 0x100000000) * below);
  };
}

const byteAt = (place: number, salt: number) => (Math.imul(place, 31) + (place >>> 8) + salt) & 0xff;

interface ModelOperation {
  readonly overlapped: WSAOVERLAPPED;
  readonly bytes: Uint8Array;
  /** How often its routine ran; -1 if it has no routine. */
  calls: number;
}

/** One end of a stream: its sent and received bytes, and its remaining steps. */
class End {
  sent = 0;
  got = 0;
  hasShutDown = false;
  hasSeenEnd = false;
  /** The code with which the stream failed here. */
  failure = 0;
  /** The end of its present pause. */
  resumes = 0;
  progress = 0;
  peer!: End;

  constructor(
    readonly ws2: Ws2,
    readonly s: SOCKET,
    /** Bytes that it sends. */
    readonly total: number,
    readonly salt: number,
    readonly random: (below: number) => number,
  ) {}

  get isOver(): boolean {
    return this.failure !== 0 || (this.hasShutDown && this.hasSeenEnd);
  }

  /** A piece of what is to be sent, from `at`. */
  piece(at: number): Uint8Array {
    const length = Math.min(1 + this.random(9000), this.total - at);
    return Uint8Array.from({ length }, (_, i) => byteAt(at + i, this.salt));
  }

  received(bytes: Uint8Array, count: number): void {
    for (let i = 0; i < count; i++) {
      if (bytes[i] !== byteAt(this.got + i, this.peer.salt)) assert.fail(`byte ${this.got + i} is another`);
    }
    this.got += count;
    this.progress++;
    if (count > 0) return;
    assert.equal(this.got, this.peer.total, "bytes before the end");
    this.hasSeenEnd = true;
  }

  /** The code of a failed call; 0 if the call only would block. */
  failed(code = this.ws2.WSAGetLastError()): boolean {
    if (code === WSAEWOULDBLOCK) return false;
    this.failure = code;
    this.progress++;
    return true;
  }

  /** Sends until a call would block; `false` then. */
  sendPlain(): boolean {
    while (this.sent < this.total) {
      const bytes = this.piece(this.sent);
      const n = this.ws2.send(this.s, bytes, bytes.length, 0);
      if (n < 0) return this.failed();
      this.sent += n;
      this.progress++;
    }
    this.shutDown();
    return true;
  }

  shutDown(): void {
    if (this.hasShutDown || this.sent < this.total) return;
    assert.equal(this.ws2.shutdown(this.s, SD_SEND), 0, "shutdown");
    this.hasShutDown = true;
    this.progress++;
  }

  receivePlain(): boolean {
    const bytes = new Uint8Array(1 + this.random(9000));
    const n = this.ws2.recv(this.s, bytes, bytes.length, 0);
    if (n < 0) return this.failed();
    this.received(bytes, n);
    return true;
  }
}

/** Continues with one end, as far as possible without waiting. */
type Style = (end: End) => { step(): void; underWay(): number };

const nonBlocking = (end: End) => end.ws2.ioctlsocket(end.s, FIONBIO, ref(1));

const plain: Style = (end) => {
  nonBlocking(end);
  return {
    step() {
      end.sendPlain();
      for (let i = 0; i < 3 && !end.hasSeenEnd && end.failure === 0 && end.receivePlain(); i++);
    },
    underWay: () => 0,
  };
};

/** Makes only calls for which FD_READ, FD_WRITE or FD_CLOSE was reported, one receive for each FD_READ. */
const byEvents: Style = (end) => {
  const { ws2, s } = end;
  const event = ws2.WSACreateEvent();
  assert.equal(ws2.WSAEventSelect(s, event, FD_READ | FD_WRITE | FD_CLOSE), 0);
  const found = newWSANETWORKEVENTS();
  let hasClosed = false;
  return {
    step() {
      assert.equal(ws2.WSAEnumNetworkEvents(s, event, found), 0);
      const events = found.lNetworkEvents;
      if ((events & FD_WRITE) !== 0) end.sendPlain();
      if ((events & FD_READ) !== 0 && !end.hasSeenEnd && end.failure === 0) end.receivePlain();
      hasClosed ||= (events & FD_CLOSE) !== 0;
      while (hasClosed && !end.hasSeenEnd && end.failure === 0) if (!end.receivePlain()) break;
    },
    underWay: () => 0,
  };
};

const bySelect: Style = (end) => {
  nonBlocking(end);
  const { ws2, s } = end;
  return {
    step() {
      const read = fd_set(...(end.hasSeenEnd ? [] : [s]));
      const write = fd_set(...(end.hasShutDown ? [] : [s]));
      if (read.fd_count + write.fd_count === 0) return;
      const ready = ws2.select(0, read, write, null, { tv_sec: 0, tv_usec: 0 });
      assert.isAtLeast(ready, 0, "select");
      if (write.fd_count > 0) end.sendPlain();
      if (read.fd_count > 0 && end.failure === 0) end.receivePlain();
    },
    underWay: () => 0,
  };
};

/** Has up to four pending operations in each direction; some have a routine. */
const overlapped: Style = (end) => {
  const { ws2, s, random } = end;
  const depth = 1 + random(4);
  const sends: ModelOperation[] = [];
  const receives: ModelOperation[] = [];
  let given = 0;

  const begin = (list: ModelOperation[], bytes: Uint8Array, call: "WSASend" | "WSARecv") => {
    const operation: ModelOperation = { overlapped: newWSAOVERLAPPED(), bytes, calls: random(3) === 0 ? 0 : -1 };
    const routine = operation.calls < 0 ? null : () => void operation.calls++;
    const buffers = [newWSABUF(bytes)];
    const result =
      call === "WSASend"
        ? ws2.WSASend(s, buffers, 1, null, 0, operation.overlapped, routine)
        : ws2.WSARecv(s, buffers, 1, null, ref(0), operation.overlapped, routine);
    if (result !== 0 && ws2.WSAGetLastError() !== WSA_IO_PENDING) return end.failed();
    list.push(operation);
    return false;
  };

  /** The bytes of the first operation of a list if it has succeeded; -1 if it is pending. */
  const ended = (list: ModelOperation[]): number => {
    const [operation] = list;
    if (operation === undefined || operation.calls === 0) return -1;
    const n = ref(0);
    const isDone = ws2.WSAGetOverlappedResult(s, operation.overlapped, n, false, ref(0));
    if (!isDone && ws2.WSAGetLastError() === WSA_IO_INCOMPLETE) return -1;
    if (operation.calls >= 0) assert.equal(operation.calls, 1, "how often the routine ran");
    list.shift();
    if (isDone) return n.value;
    end.failed();
    return -1;
  };

  return {
    step() {
      while (end.failure === 0 && sends.length < depth && given < end.total) {
        const bytes = end.piece(given);
        if (!begin(sends, bytes, "WSASend")) given += bytes.length;
      }
      while (end.failure === 0 && receives.length < depth && !end.hasSeenEnd) {
        begin(receives, new Uint8Array(1 + random(9000)), "WSARecv");
      }
      for (
        let length = sends[0]?.bytes.length, n = ended(sends);
        n >= 0;
        length = sends[0]?.bytes.length, n = ended(sends)
      ) {
        assert.equal(n, length, "an overlapped send sends all");
        end.sent += n;
        end.progress++;
      }
      for (
        let bytes = receives[0]?.bytes, n = ended(receives);
        n >= 0;
        bytes = receives[0]?.bytes, n = ended(receives)
      ) {
        // after the end of the stream, pending receives complete with no bytes
        if (!end.hasSeenEnd) end.received(bytes, n);
      }
      if (end.failure === 0) end.shutDown();
    },
    underWay() {
      while (ended(sends) >= 0 || ended(receives) >= 0);
      return [...sends, ...receives].filter(({ overlapped: { Internal } }) => Internal === 0x103).length;
    },
  };
};

const STYLES: readonly Style[] = [overlapped, plain, byEvents, bySelect, overlapped];

/** Runs one program over a stack of layers. */
function converse(target: TargetName, names: readonly string[], seed: number): void {
  const random = numbers(seed);
  const network = memoryNetwork();
  const machine = machineOf(target, network);
  const host = (machine.platform as unknown as { host: string }).host;
  network.link(host, host, { latency: random(3) });
  const rows = names
    .map((name) => LAYERS[name](seed))
    .filter(({ layer }) => !(layer === "secure" && hasSecureLayer(systemNamed(target))));
  assert.equal(
    installStack(machine, rows, ALL as Kinds as typeof ALL, () => undefined),
    0,
    "installStack",
  );
  const ws2 = started(machine);
  const salts = [random(256), random(256)];
  const ends = connected(ws2).map(
    (s, i) => new End(ws2, s, random(2) === 0 ? 0 : 1000 + random(300_000), salts[i], random),
  );
  [ends[0].peer, ends[1].peer] = [ends[1], ends[0]];
  const styles = ends.map((end) => STYLES[random(STYLES.length)](end));
  const never = ws2.WSACreateEvent();
  const wait = (ms: number) => ws2.WSAWaitForMultipleEvents(1, [never], false, ms, true);
  const progress = () => ends[0].progress + ends[1].progress;

  let since = machine.platform.now();
  let seen = -1;
  while (!ends.every((end) => end.isOver)) {
    for (const [i, end] of ends.entries()) {
      if (end.isOver || end.resumes > machine.platform.now()) continue;
      styles[i].step();
      // an end that failed is closed, which its peer notices
      if (end.failure !== 0) ws2.closesocket(end.s);
      else if (random(10) === 0) end.resumes = machine.platform.now() + random(100);
    }
    if (progress() !== seen) since = machine.platform.now();
    seen = progress();
    const told = ends.map(({ sent, got, total }) => `${sent} of ${total} sent, ${got} received`).join("; ");
    assert.isBelow(machine.platform.now() - since, PATIENCE, `stands still: ${told}`);
    wait(1 + random(3));
  }
  wait(100);
  const isReset = names.includes("fault with resets");
  for (const [i, end] of ends.entries()) {
    if (!isReset) assert.equal(end.failure, 0, "the code with which a stream failed");
    if (end.failure === 0) assert.equal(ws2.closesocket(end.s), 0);
    wait(50);
    assert.equal(styles[i].underWay(), 0, "operations that have not ended");
  }
  ws2.WSACleanup();
  const { sockets, bytesHeld } = machine.counters;
  assert.deepEqual({ sockets, bytesHeld }, { sockets: 0, bytesHeld: 0 });
}

/** By default, one target for each kind of completion routines; every target if everything is asked for. */
const TARGETS = EVERYTHING ? TARGET_NAMES : ["desktop", "ce"];

for (const target of TARGETS) {
  describe(`streams through layers in the box on ${target}, by a model`, () => {
    for (const [i, names] of STACKS.entries()) {
      // more programs through each layer alone than through a pair
      const seeds = names.length === 1 ? [1, 2, 3] : [2 + (i % 7)];
      it(`through ${names.join(" over ")}`, function () {
        this.timeout(300_000);
        for (const seed of seeds) {
          try {
            converse(target, names, seed);
          } catch (error) {
            throw Object.assign(error as Error, { message: `seed ${seed}: ${(error as Error).message}` });
          }
        }
      });
    }
  });
}
