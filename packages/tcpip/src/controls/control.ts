import type { Ref, SOCKET } from "@ws2kit/spi";
import type { Operation } from "../socket/operation.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/** What WSPIoctl was given. `input` and `output` are as long as the caller says they are. */
export interface ControlCall {
  readonly tcp: Tcpip;
  readonly s: SOCKET;
  readonly socket: Socket;
  /** The overlapped operation that the call is; `null` for a plain call. */
  readonly later: Operation | null;
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  readonly returned: Ref<number>;
  /** The output as the caller gave it: a Ref where a function comes out. */
  readonly pointer: unknown;
}

/** A control code. Where fewer bytes are given than it takes or gives, the call is WSAEFAULT and nothing happens. */
export interface Control {
  readonly takes?: number;
  readonly gives?: number;
  /** It ends when addresses or routes of the machine change, which no platform reports: not before it is cancelled. */
  readonly awaitsChange?: boolean;
  /** It is unknown to overlapped calls. */
  readonly isPlain?: boolean;
  /** 0 or a negative code; what comes out is counted in `returned`. */
  run(call: ControlCall): number;
}
