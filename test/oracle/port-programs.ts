import { type HANDLE, INVALID_HANDLE_VALUE, ref, type SOCKET, type WSAEVENT, type WSAOVERLAPPED } from "@ws2kit/spi";
import { hexWord } from "./answer.js";
import type { Bench } from "./bench.js";
import { Overlap, plainSocket, Routine, shown } from "./overlap.js";
import type { Programs } from "./programs.js";

const UNTOUCHED = 0xcc;

/** A completion port, and its packet of an operation. */
export class Port {
  readonly handle: HANDLE;

  constructor(readonly bench: Bench) {
    this.handle = bench.ws2.kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, 0, 0, 0) as HANDLE;
  }

  /** Associates a socket with the port. */
  tie(s: SOCKET, key = 0x77): string {
    const port = this.bench.ws2.kernel32.CreateIoCompletionPort(s, this.handle, key, 0);
    return port === 0 ? this.bench.told(false) : String(Number(port === this.handle));
  }

  /** The next packet, as it is told of `operation`. */
  next(operation: Overlap | null, ms = 20): string {
    const [n, key] = [ref(UNTOUCHED), ref<unknown>(UNTOUCHED)];
    const overlapped = ref<WSAOVERLAPPED | null>(null);
    const { kernel32 } = this.bench.ws2;
    const answer = this.bench.told(kernel32.GetQueuedCompletionStatus(this.handle, n, key, overlapped, ms));
    return shown(answer, {
      n: n.value,
      key: key.value === UNTOUCHED ? UNTOUCHED : hexWord(key.value as number),
      same_ov: Number(overlapped.value === operation?.overlapped),
      Internal: operation?.internal,
    });
  }
}

/** A connection whose server end is associated with a port. */
export function tiedPair(bench: Bench, key?: number) {
  const pair = bench.pair();
  const port = new Port(bench);
  port.tie(pair.server, key);
  return { ...pair, port, operation: new Overlap(bench, null) };
}

/** A receive that waits, on a port. */
function tiedReceive(bench: Bench) {
  const tied = tiedPair(bench);
  return { ...tied, answer: tied.operation.recv(tied.server) };
}

function tiedImmediate(bench: Bench) {
  const tied = tiedPair(bench);
  bench.send(tied.client, "abcd");
  return { ...tied, answer: tied.operation.recv(tied.server) };
}

function tiedRoutine(bench: Bench) {
  const tied = tiedPair(bench);
  const routine = new Routine();
  return { ...tied, routine, answer: tied.operation.recv(tied.server, routine.run) };
}

/** A receive at the end of a stream. */
function tiedEnd(bench: Bench) {
  const tied = tiedPair(bench, 0x99);
  bench.ws2.closesocket(tied.client);
  return { ...tied, answer: tied.operation.recv(tied.server) };
}

/** A receive that succeeds at once where success sends no packet. */
function skipping(bench: Bench) {
  const tied = tiedPair(bench);
  const set = bench.told(bench.ws2.kernel32.SetFileCompletionNotificationModes(tied.server, 1));
  bench.send(tied.client, "abcd");
  return { ...tied, set, answer: tied.operation.recv(tied.server) };
}

/** Programs for the rows about completion ports. */
export const PORT_PROGRAMS: Programs = {
  CreateIoCompletionPort: (b) => new Port(b).tie(b.pair().server),
  "associate second port": (b) => {
    const { server } = tiedPair(b);
    return new Port(b).tie(server);
  },
  "IOCP WSARecv": (b) => tiedReceive(b).answer,
  "IOCP none yet": (b) => {
    const { port, operation } = tiedReceive(b);
    return port.next(operation);
  },
  "IOCP recv done": (b) => {
    const { client, port, operation } = tiedReceive(b);
    b.send(client, "abc");
    return port.next(operation);
  },
  "IOCP WSARecv immediate": (b) => tiedImmediate(b).answer,
  "IOCP immediate still queued": (b) => {
    const { port, operation } = tiedImmediate(b);
    return port.next(operation);
  },
  "IOCP send": (b) => {
    const { server, port, operation } = tiedPair(b);
    operation.send(server, new Uint8Array(100));
    return port.next(operation);
  },
  "IOCP socket + completion routine": (b) => tiedRoutine(b).answer,
  "IOCP after APC op": (b) => {
    const { port } = tiedRoutine(b);
    return shown(port.next(null), { Internal: "0x103" });
  },
  "IOCP with low-bit event suppresses packet": (b) => {
    const { client, server, port } = tiedPair(b);
    b.send(client, "abcd");
    const operation = new Overlap(b, ((b.ws2.WSACreateEvent() as number) | 1) as WSAEVENT);
    operation.recv(server);
    return port.next(operation);
  },
  "pending recv before closesocket (IOCP)": (b) => tiedReceive(b).answer,
  "IOCP after closesocket": (b) => {
    const { server, port, operation } = tiedReceive(b);
    b.ws2.closesocket(server);
    return port.next(operation);
  },
  "IOCP peer FIN": (b) => {
    const { client, server, port, operation } = tiedPair(b, 0x99);
    operation.recv(server);
    b.ws2.closesocket(client);
    return port.next(operation);
  },
  "recv at EOF": (b) => tiedEnd(b).answer,
  "IOCP EOF": (b) => {
    const { port, operation } = tiedEnd(b);
    return port.next(operation);
  },
  SetFileCompletionNotificationModes: (b) =>
    b.told(b.ws2.kernel32.SetFileCompletionNotificationModes(tiedPair(b).server, 0) ? 0 : -1),
  "set SKIP_COMPLETION_PORT_ON_SUCCESS": (b) => skipping(b).set,
  "recv with skip": (b) => skipping(b).answer,
  "no packet on skip": (b) => {
    const { port, operation } = skipping(b);
    return port.next(operation);
  },
  "IOCP on non-overlapped socket": (b) => new Port(b).tie(plainSocket(b).s),
};
