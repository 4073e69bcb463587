import {
  IPPROTO_UDP,
  MSG_PEEK,
  SD_RECEIVE,
  SOCK_DGRAM,
  SOCK_STREAM,
  WSA_IO_PENDING,
  WSAECONNREFUSED,
  WSAECONNRESET,
} from "@ws2kit/spi";
import { addressIn, dataIn } from "../describe.js";
import type { CallEvent, Timeline } from "../timeline.js";

/** Something that the network saw of a socket. */
export type Transfer = {
  /** Milliseconds since the timeline began. */
  readonly at: number;
  /** The socket, by the number of its appearance. */
  readonly socket: number;
  /** The addresses of this machine's end and of the other end: `127.0.0.1:80`. */
  readonly local: string;
  readonly remote: string;
  /** The process, the socket, the lane and the call. */
  readonly comment: string;
} & (
  | { readonly kind: "connect" | "accept" | "refused" | "end" | "peer ended" | "peer reset" }
  | { readonly kind: "sent" | "received" | "datagram sent" | "datagram received"; readonly data: Uint8Array }
);

/** A socket, and what has happened to its connection. */
interface SocketState {
  readonly number: number;
  readonly isDatagram: boolean;
  local: string;
  remote: string;
  hasEnded: boolean;
  hasPeerEnded: boolean;
}

/** Reads from a timeline what the network saw: the calls of the lowest providers that succeeded, in order of time. */
export function transfersOf({ lanes, events }: Timeline): Transfer[] {
  const reader = new TransferReader(lanes);
  for (const event of events) if (event.kind === "call") reader.add(event);
  return reader.transfers.sort((a, b) => a.at - b.at);
}

function isDatagram({ type, protocol }: CallEvent["given"]): boolean {
  return type === SOCK_DGRAM || (type !== SOCK_STREAM && protocol === IPPROTO_UDP);
}

class TransferReader {
  readonly transfers: Transfer[] = [];
  readonly #lanes: readonly string[];
  readonly #sockets = new Map<string, SocketState>();
  #count = 0;

  constructor(lanes: readonly string[]) {
    this.#lanes = lanes;
  }

  add(event: CallEvent): void {
    const { slot, result, code, start, took } = event;
    if (slot === "WSPSocket" && code === 0) this.#open(event, result as number, isDatagram(event.given));
    if (slot === "WSPAccept" && code === 0) this.#open(event, result as number, false);
    const socket = this.#socket(event);
    if (socket === undefined) return;
    if (event.ends !== undefined) [socket.local, socket.remote] = event.ends;
    const at = start + (Number.isFinite(took) ? took : 0);
    const add = (kind: string, more: object = {}) => {
      const { number, local, remote } = socket;
      const comment = this.#comment(event);
      if (local !== "") this.transfers.push({ at, socket: number, local, remote, comment, kind, ...more } as Transfer);
    };
    if (socket.remote !== "" && event.ends !== undefined && !socket.isDatagram) {
      add(slot === "WSPAccept" ? "accept" : "connect");
    }
    if (slot === "WSPConnect" && code === WSAECONNREFUSED) add("refused", { remote: addressIn(event.given.name) });
    this.#transfer(event, socket, add);
    const ends = slot === "WSPSendDisconnect" || (slot === "WSPShutdown" && event.given.how !== SD_RECEIVE);
    if ((ends || slot === "WSPCloseSocket") && code === 0 && !socket.isDatagram && socket.remote !== "") {
      if (!socket.hasEnded) add("end");
      socket.hasEnded = true;
    }
    if (slot === "WSPCloseSocket" && code === 0) this.#sockets.delete(this.#key(event, event.socket));
  }

  /** Adds the bytes that a call or its overlapped operation has transferred. */
  #transfer(event: CallEvent, socket: SocketState, add: (kind: string, more?: object) => void): void {
    const { slot, given, operation } = event;
    const code = operation !== undefined && event.code === WSA_IO_PENDING ? operation.code : event.code;
    const written = operation !== undefined && event.code === WSA_IO_PENDING ? operation.written : event.written;
    const time = operation !== undefined && Number.isFinite(operation.end) ? { at: operation.end } : {};
    if (slot === "WSPSend" || slot === "WSPSendTo") {
      const count = operation === undefined ? Number(written.bytes ?? 0) : operation.bytes;
      const data = (dataIn(given) ?? new Uint8Array(0)).subarray(0, count);
      if (code !== 0) return;
      const to = addressIn(given.to);
      if (socket.isDatagram) add("datagram sent", { ...time, data, ...(to && { remote: to }) });
      else if (data.length > 0) add("sent", { ...time, data });
    }
    if (slot === "WSPRecv" || slot === "WSPRecvFrom") {
      if ((Number(given.flags ?? 0) & MSG_PEEK) !== 0) return;
      const data = code === 0 ? dataIn(written) : null;
      const from = addressIn(written.from);
      if (socket.isDatagram) {
        if (data !== null) add("datagram received", { ...time, data, ...(from && { remote: from }) });
        return;
      }
      if (code === WSAECONNRESET) add("peer reset", time);
      if (data === null) return;
      if (data.length > 0) add("received", { ...time, data });
      else if (!socket.hasPeerEnded && Number(given.data ?? 0) > 0) {
        socket.hasPeerEnded = true;
        add("peer ended", time);
      }
    }
  }

  #open(event: CallEvent, handle: number, isDatagram: boolean): void {
    const known = { number: this.#count++, isDatagram, local: "", remote: "", hasEnded: false, hasPeerEnded: false };
    this.#sockets.set(this.#key(event, handle), known);
  }

  #socket(event: CallEvent): SocketState | undefined {
    const makes = event.slot === "WSPSocket" || event.slot === "WSPAccept";
    return this.#sockets.get(this.#key(event, makes && event.code === 0 ? (event.result as number) : event.socket));
  }

  #key({ lane, process }: CallEvent, handle: number): string {
    return `${lane} ${process} ${handle}`;
  }

  #comment({ process, socket, lane, slot, result }: CallEvent): string {
    return `process ${process}, socket ${socket === -1 ? result : socket}, ${this.#lanes[lane]}: ${slot}`;
  }
}
