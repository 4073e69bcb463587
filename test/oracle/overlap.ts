import {
  DWORD,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSABUF,
  newWSAOVERLAPPED,
  type Pointer,
  type Ref,
  ref,
  type SOCKET,
  SOL_SOCKET,
  type WSAEVENT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { errorName, hexWord } from "./answer.js";
import type { Bench } from "./bench.js";

/** The value of a field before a call, which shows whether the call writes it. */
const UNTOUCHED = 0xcc;
const SO_LINGER = 0x80;

type Fields = Readonly<Record<string, string | number | undefined>>;

/** A result with the fields that a call has written. */
export function shown(result: string, fields: Fields): string {
  const written = Object.entries(fields).filter(([, value]) => value !== UNTOUCHED && value !== undefined);
  return [result, ...written.map(([name, value]) => `${name} ${value}`)].join(", ");
}

/** One overlapped operation of a program, and the common steps of such programs. */
export class Overlap {
  readonly overlapped: WSAOVERLAPPED;
  readonly n: Ref<number> = ref(UNTOUCHED);
  readonly buffer: Uint8Array;

  constructor(
    readonly bench: Bench,
    readonly event: WSAEVENT | null = bench.ws2.WSACreateEvent(),
    room = 100,
  ) {
    this.overlapped = newWSAOVERLAPPED(event);
    this.buffer = new Uint8Array(room);
  }

  get internal(): string {
    return hexWord(this.overlapped.Internal);
  }

  /** The received bytes. */
  get text(): string {
    return Buffer.from(this.buffer.subarray(0, this.overlapped.InternalHigh)).toString();
  }

  recv(s: SOCKET, routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null = null, flags = 0): string {
    const { ws2 } = this.bench;
    const buffers = [newWSABUF(this.buffer)];
    return this.bench.told(ws2.WSARecv(s, buffers, 1, this.n, ref(flags), this.overlapped, routine));
  }

  send(s: SOCKET, data: Pointer, routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null = null): string {
    const { ws2 } = this.bench;
    return this.bench.told(ws2.WSASend(s, [newWSABUF(data)], 1, this.n, 0, this.overlapped, routine));
  }

  /** The result of WSAGetOverlappedResult. */
  result(s: SOCKET, wait = false): string {
    const [n, flags] = [ref(UNTOUCHED), ref(UNTOUCHED)];
    const answer = this.bench.told(this.bench.ws2.WSAGetOverlappedResult(s, this.overlapped, n, wait, flags));
    return shown(answer, {
      n: n.value,
      flags: flags.value,
      Internal: this.internal,
      InternalHigh: this.overlapped.InternalHigh,
    });
  }

  /** Whether its event is signalled, or becomes so within `ms`. */
  wait(ms = 0): string {
    const result = this.bench.ws2.WSAWaitForMultipleEvents(1, [this.event as WSAEVENT], true, ms, false);
    return result === 258 ? "WAIT_TIMEOUT" : String(result);
  }
}

/** A receive that waits on one end of a connection. */
export function pendingReceive(bench: Bench): Overlap & { client: SOCKET; server: SOCKET } {
  const pair = bench.pair();
  const operation = new Overlap(bench);
  operation.recv(pair.server);
  return Object.assign(operation, pair);
}

/** A connected socket without the overlapped attribute, and its peer. */
export function plainSocket(bench: Bench) {
  const listener = bench.listening();
  const s = bench.must(bench.ws2.WSASocketW(2, 1, 6, null, 0, 0));
  bench.connect(s, listener);
  return { s, peer: bench.must(bench.ws2.accept(listener)) };
}

/** Closes a socket so that its peer is reset. */
export function reset(bench: Bench, s: SOCKET): void {
  const linger = DWORD(1);
  bench.must(bench.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, linger, 4));
  bench.ws2.closesocket(s);
}

/** Records the arguments of a completion routine. */
export class Routine {
  calls = 0;
  told: Fields = {};
  error = "";

  readonly run: LPWSAOVERLAPPED_COMPLETION_ROUTINE = (dwError, cbTransferred, lpOverlapped, dwFlags) => {
    this.calls++;
    this.error = errorName(dwError);
    this.told = { cb: cbTransferred, flags: dwFlags };
    this.overlapped = lpOverlapped;
  };

  overlapped: WSAOVERLAPPED | null = null;
}
