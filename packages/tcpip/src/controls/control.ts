import type { Ref, SOCKET } from "@ws2kit/spi";
import type { Operation } from "../socket/operation.js";
import type { Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/** The parameters of WSPIoctl. `input` and `output` have the lengths that the caller passed. */
export interface ControlCall {
  readonly tcp: Tcpip;
  readonly s: SOCKET;
  readonly socket: Socket;
  /** The overlapped operation; `null` for a call without an overlapped structure. */
  readonly later: Operation | null;
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  readonly returned: Ref<number>;
  /** The caller's output pointer; a Ref if the output is a function. */
  readonly pointer: unknown;
}

/** A control code. A call with less input or room for output than it needs fails with WSAEFAULT, and has no effect. */
export interface Control {
  readonly inputSize?: number;
  readonly outputSize?: number;
  /**
   * Whether it waits for a change of the machine's addresses or routes. No platform reports such changes, so the wait
   * ends only when it is cancelled.
   */
  readonly awaitsChange?: boolean;
  /** Whether overlapped calls fail as for an unknown code. */
  readonly isPlain?: boolean;
  /** Runs the control. Returns 0 or a negative code; `returned` receives the bytes of the output. */
  run(call: ControlCall): number;
}
