import {
  DWORD,
  encodeGuid,
  INVALID_SOCKET,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SO_CONNECT_TIME,
  SO_UPDATE_ACCEPT_CONTEXT,
  SO_UPDATE_CONNECT_CONTEXT,
  type SOCKET,
  SOL_SOCKET,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { type Bench, loopback } from "./bench.js";
import { Overlap } from "./overlap.js";
import type { Programs } from "./programs.js";

const ACCEPT_EX = "B5367DF1-CBAC-11CF-95CA-00805F48A192";
const NOBODYS = "00000000-0000-0000-0000-000000000001";
/** The bytes that AcceptEx needs for an IPv4 address. */
export const BLOCK = 32;

/** An AcceptEx, and its result. */
export interface Acceptance {
  readonly listener: SOCKET;
  readonly acceptor: SOCKET;
  readonly operation: Overlap;
  readonly answer: string;
}

/** Calls AcceptEx without first data; `given` replaces what it is called with. */
export function acceptEx(
  bench: Bench,
  given: {
    readonly listener?: SOCKET;
    readonly acceptor?: SOCKET;
    readonly local?: number;
    readonly remote?: number;
    readonly overlapped?: WSAOVERLAPPED | null;
  } = {},
): Acceptance {
  const listener = given.listener ?? bench.listening();
  const acceptor = given.acceptor ?? bench.tcp();
  const operation = new Overlap(bench);
  const overlapped = given.overlapped === undefined ? operation.overlapped : given.overlapped;
  const { local = BLOCK, remote = BLOCK } = given;
  const { AcceptEx } = bench.ws2.mswsock;
  const answer = bench.told(
    AcceptEx(listener, acceptor, operation.buffer, 0, local, remote, ref(0), overlapped) || false,
  );
  return { listener, acceptor, operation, answer };
}

/** A ConnectEx with two bytes of first data, from a bound socket to a listener that AcceptEx waits on. */
export function connectEx(bench: Bench, client = bench.bound()) {
  const accepting = acceptEx(bench);
  const operation = new Overlap(bench);
  const name = bench.name(accepting.listener);
  const { ConnectEx } = bench.ws2.mswsock;
  const answer = bench.told(ConnectEx(client, name, name.length, Buffer.from("hi"), 2, ref(0), operation.overlapped));
  return { accepting, client, operation, answer };
}

/** Both ends of a connection that ConnectEx and AcceptEx made, before their contexts are updated. */
function joined(bench: Bench) {
  const { accepting, client, operation } = connectEx(bench);
  const results = {
    connect: operation.result(client, true),
    accept: accepting.operation.result(accepting.listener, true),
  };
  return { ...results, client, server: accepting.acceptor, listener: accepting.listener };
}

function update(bench: Bench, s: SOCKET, option: number, value: Uint8Array | null): string {
  return bench.told(bench.ws2.setsockopt(s, SOL_SOCKET, option, value, value?.length ?? 0));
}

function peerName(bench: Bench, s: SOCKET): string {
  return bench.told(bench.ws2.getpeername(s, new Uint8Array(16), ref(16)));
}

/** SIO_GET_EXTENSION_FUNCTION_POINTER. */
export function extension(bench: Bench, guid: string, room = 4): string {
  const id = new Uint8Array(16);
  encodeGuid(guid, id);
  const { ws2 } = bench;
  const out = ref<unknown>(null);
  const code = SIO_GET_EXTENSION_FUNCTION_POINTER;
  return bench.told(ws2.WSAIoctl(bench.tcp(), code, id, 16, out as never, room, ref(0), null, null));
}

/** SO_CONNECT_TIME of a socket. */
function connectTime(bench: Bench, s: SOCKET): string {
  const value = DWORD(7);
  bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, SO_CONNECT_TIME, value, ref(4)));
  return String(new DataView(value.buffer).getInt32(0, true));
}

/** Programs for the rows about AcceptEx and ConnectEx. */
export const ACCEPT_EX_PROGRAMS: Programs = {
  "get AcceptEx": (b) => extension(b, ACCEPT_EX),
  "get unknown extension": (b) => extension(b, NOBODYS),
  "get extension short out": (b) => extension(b, ACCEPT_EX, 2),
  "AcceptEx on not listening": (b) => acceptEx(b, { listener: b.bound() }).answer,
  "AcceptEx local len 15": (b) => acceptEx(b, { local: 15 }).answer,
  "AcceptEx INVALID accept socket": (b) => acceptEx(b, { acceptor: INVALID_SOCKET }).answer,
  "AcceptEx NULL overlapped": (b) => acceptEx(b, { overlapped: null }).answer,
  "AcceptEx pending": (b) => acceptEx(b).answer,
  "AcceptEx second with same accept socket": (b) => {
    const { listener, acceptor } = acceptEx(b);
    return acceptEx(b, { listener, acceptor }).answer;
  },
  "bind on accept socket while AcceptEx pending": (b) => {
    const name = loopback("tcp4");
    return b.told(b.ws2.bind(acceptEx(b).acceptor, name, name.length));
  },
  "ConnectEx unbound": (b) => connectEx(b, b.tcp()).answer,
  ConnectEx: (b) => connectEx(b).answer,
  "ConnectEx result": (b) => joined(b).connect,
  "AcceptEx result": (b) => joined(b).accept,
  "getpeername before SO_UPDATE_CONNECT_CONTEXT": (b) => peerName(b, joined(b).client),
  SO_UPDATE_CONNECT_CONTEXT: (b) => update(b, joined(b).client, SO_UPDATE_CONNECT_CONTEXT, null),
  "getpeername after": (b) => {
    const { client } = joined(b);
    update(b, client, SO_UPDATE_CONNECT_CONTEXT, null);
    return peerName(b, client);
  },
  "getpeername accepted before UPDATE": (b) => peerName(b, joined(b).server),
  SO_UPDATE_ACCEPT_CONTEXT: (b) => {
    const { server, listener } = joined(b);
    return update(b, server, SO_UPDATE_ACCEPT_CONTEXT, DWORD(listener));
  },
  "recv data sent by ConnectEx": (b) => b.told(b.recv(joined(b).server)),
  "SO_CONNECT_TIME connected": (b) => connectTime(b, b.pair().client),
  "SO_CONNECT_TIME unconnected": (b) => connectTime(b, b.tcp()),
};
