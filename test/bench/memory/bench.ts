import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import * as winsock from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { table } from "table";

const { AF_INET, FD_READ, fd_set, newWSABUF, newWSAOVERLAPPED, ref, SOCK_DGRAM, SOCK_STREAM, sockaddr_in } = winsock;
type SOCKET = winsock.SOCKET;

/** Sockets on which something happens, among those that wait. */
const BUSY = 10;
const RUNS = 7;
const ADDRESS_SIZE = 16;

/** One figure and its aim. */
interface Row {
  readonly measure: string;
  readonly unit: string;
  readonly aim: number;
  /** Prepares the measurement; the function that it returns is one run, and returns the figure. */
  prepare(): () => number;
}

/** A process on a new network. */
function process(): Ws2 {
  const ws2 = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) }).openProcess();
  ws2.WSAStartup(winsock.MAKEWORD(2, 2), winsock.newWSADATA());
  return ws2;
}

/** Stops the bench when a call does not do what it should. */
function expect(isTrue: boolean, what: string, ws2: Ws2): void {
  if (!isTrue) throw new Error(`bench: ${what} failed with ${ws2.WSAGetLastError()}`);
}

/** Nanoseconds for each of `count` rounds. */
function timeOf(count: number, round: (i: number) => void): number {
  const begun = performance.now();
  for (let i = 0; i < count; i++) round(i);
  return ((performance.now() - begun) * 1e6) / count;
}

function bound(ws2: Ws2, type = SOCK_DGRAM, port = 0): SOCKET {
  const s = ws2.socket(AF_INET, type, 0);
  expect(ws2.bind(s, sockaddr_in("127.0.0.1", port), ADDRESS_SIZE) === 0, "bind", ws2);
  return s;
}

function nameOf(ws2: Ws2, s: SOCKET): Uint8Array {
  const name = new Uint8Array(ADDRESS_SIZE);
  ws2.getsockname(s, name, ref(ADDRESS_SIZE));
  return name;
}

/** Two ends of a connection. */
function connected(ws2: Ws2): [SOCKET, SOCKET] {
  const listener = bound(ws2, SOCK_STREAM);
  ws2.listen(listener, 1);
  const client = ws2.socket(AF_INET, SOCK_STREAM, 0);
  expect(ws2.connect(client, nameOf(ws2, listener), ADDRESS_SIZE) === 0, "connect", ws2);
  const server = ws2.accept(listener, null, null);
  ws2.closesocket(listener);
  return [client, server];
}

/** Microseconds to send a datagram to a busy socket, wait for its event and receive it, while `idle` others wait. */
function readinessAmong(idle: number): () => number {
  const ws2 = process();
  const quiet = ws2.WSACreateEvent();
  for (let i = 0; i < idle; i++) ws2.WSAEventSelect(bound(ws2, SOCK_DGRAM, 1 + i), quiet, FD_READ);
  const sender = bound(ws2);
  const busy = Array.from({ length: BUSY }, () => {
    const s = bound(ws2);
    const event = ws2.WSACreateEvent();
    expect(ws2.WSAEventSelect(s, event, FD_READ) === 0, "WSAEventSelect", ws2);
    return { s, event, name: nameOf(ws2, s) };
  });
  const events = busy.map(({ event }) => event);
  const found = winsock.newWSANETWORKEVENTS();
  const bytes = new Uint8Array(64);
  return () =>
    timeOf(2000, (i) => {
      const { s, event, name } = busy[i % BUSY];
      ws2.sendto(sender, bytes, 64, 0, name, ADDRESS_SIZE);
      const index = ws2.WSAWaitForMultipleEvents(BUSY, events, false, 1000, false);
      expect(index === i % BUSY, "WSAWaitForMultipleEvents", ws2);
      ws2.WSAEnumNetworkEvents(s, event, found);
      expect(ws2.recv(s, bytes, 64, 0) === 64, "recv", ws2);
    }) / 1000;
}

const gc = (() => {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
})();

/** Bytes or microseconds of each socket, if `count` are open. */
function holding(count: number, figure: "bytes" | "time"): () => number {
  return () => {
    const ws2 = process();
    const held: SOCKET[] = new Array(count).fill(0);
    gc();
    const before = globalThis.process.memoryUsage().heapUsed;
    const time = timeOf(count, (i) => {
      held[i] = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    });
    expect(held[count - 1] !== winsock.INVALID_SOCKET, "socket", ws2);
    gc();
    const bytes = (globalThis.process.memoryUsage().heapUsed - before) / count;
    ws2.WSACleanup();
    return figure === "bytes" ? bytes : time / 1000;
  };
}

const ROWS: readonly Row[] = [
  ...[10, 1000, 4000, 60_000].map((idle) => ({
    measure: `readiness by event, ${BUSY} busy sockets, ${idle.toLocaleString("en")} idle`,
    unit: "µs",
    aim: 1.2,
    prepare: () => readinessAmong(idle),
  })),
  {
    measure: "select over 4,000 sockets, one ready, a socket",
    unit: "ns",
    aim: 20,
    prepare() {
      const ws2 = process();
      const all = Array.from({ length: 4000 }, () => bound(ws2));
      ws2.sendto(all[0], new Uint8Array(1), 1, 0, nameOf(ws2, all[3999]), ADDRESS_SIZE);
      const now = { tv_sec: 0, tv_usec: 0 };
      return () => timeOf(50, () => expect(ws2.select(0, fd_set(...all), null, null, now) === 1, "select", ws2)) / 4000;
    },
  },
  { measure: "60,000 open sockets, each", unit: "bytes", aim: 300, prepare: () => holding(60_000, "bytes") },
  { measure: "60,000 open sockets, opening one", unit: "µs", aim: 0.5, prepare: () => holding(60_000, "time") },
  {
    measure: "socket and closesocket",
    unit: "ns",
    aim: 200,
    prepare() {
      const ws2 = process();
      return () => timeOf(5000, () => ws2.closesocket(ws2.socket(AF_INET, SOCK_DGRAM, 0)));
    },
  },
  {
    measure: "send and recv of 64 bytes",
    unit: "ns",
    aim: 180,
    prepare() {
      const ws2 = process();
      const [client, server] = connected(ws2);
      const bytes = new Uint8Array(64);
      return () =>
        timeOf(20_000, () => {
          ws2.send(client, bytes, 64, 0);
          expect(ws2.recv(server, bytes, 64, 0) === 64, "recv", ws2);
        });
    },
  },
  {
    measure: "overlapped receive, from its call to its packet at a port",
    unit: "ns",
    aim: 300,
    prepare() {
      const ws2 = process();
      const { kernel32 } = ws2;
      const [client, server] = connected(ws2);
      const port = kernel32.CreateIoCompletionPort(server as never, null, 1, 0) as winsock.HANDLE;
      const buffers = [newWSABUF(new Uint8Array(64))];
      const overlapped = newWSAOVERLAPPED();
      const [count, flags, key, which] = [ref(0), ref(0), ref<unknown>(null), ref<unknown>(null)];
      const bytes = new Uint8Array(64);
      const round = (isReceived: boolean) =>
        timeOf(5000, () => {
          if (isReceived) ws2.WSARecv(server, buffers, 1, null, flags, overlapped, null);
          ws2.send(client, bytes, 64, 0);
          if (isReceived) {
            const ended = kernel32.GetQueuedCompletionStatus(port, count, key, which as never, 1000);
            expect(ended && count.value === 64, "GetQueuedCompletionStatus", ws2);
          } else ws2.recv(server, bytes, 64, 0);
        });
      // what the send takes, and a plain receive, is no part of it
      return () => round(true) - round(false);
    },
  },
];

/** Prints the time of calls on the memory network, in V8, and the aim of each: `npm run bench -- memory`. */
export async function benchMemory(): Promise<void> {
  const rows = [["memory network, V8", "median", "best", "spread", "aim", ""]];
  for (const { measure, unit, aim, prepare } of ROWS) {
    const run = prepare();
    run();
    const runs = Array.from({ length: RUNS }, run).sort((a, b) => a - b);
    const [best, median] = [runs[0], runs[RUNS >> 1]];
    const digits = unit === "µs" ? 2 : 0;
    const spread = `${Math.round(((runs[RUNS - 1] - best) / median) * 100)} %`;
    const verdict = median <= aim ? "holds" : `${(median / aim).toFixed(1)} × the aim`;
    rows.push([measure, `${median.toFixed(digits)} ${unit}`, best.toFixed(digits), spread, String(aim), verdict]);
  }
  console.log(table(rows));
}
