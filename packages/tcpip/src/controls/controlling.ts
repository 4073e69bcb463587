import {
  FIONBIO,
  FIONREAD,
  getUint32,
  isBytes,
  isRef,
  type Pointer,
  type Ref,
  SIO_ADDRESS_LIST_CHANGE,
  SIO_ADDRESS_LIST_QUERY,
  SIO_ROUTING_INTERFACE_CHANGE,
  SIO_ROUTING_INTERFACE_QUERY,
  setUint32,
  WSA_IO_PENDING,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { NOTHING } from "../socket/buffers.js";
import { begin, complete } from "../socket/completing.js";
import { codeIn } from "../socket/failure.js";
import { newOperation, type Operation } from "../socket/operation.js";
import { Pending } from "../socket/pending.js";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part, Tcpip } from "../socket/tcpip.js";
import { checkOverlapped, isOverlapped } from "../transfer/overlapped-transfer.js";
import type { Control, ControlCall } from "./control.js";
import { addressList, routingInterface } from "./interface-queries.js";

export type ControlTable = Readonly<Record<number, Control>>;

/** A control code whose output is a DWORD. `ask` returns the DWORD or a negative code. */
export function dwordOutput(ask: (call: ControlCall) => number): Control {
  return {
    outputSize: 4,
    run(call) {
      const value = ask(call);
      if (value < 0) return value;
      setUint32(call.output, 0, value);
      call.returned.value = 4;
      return 0;
    },
  };
}

/** A control code whose input is a DWORD. `set` returns 0 or a negative code. */
export function dwordInput(set: (socket: Socket, value: number) => number): Control {
  return {
    inputSize: 4,
    run({ socket, input, returned }) {
      returned.value = 0;
      return set(socket, getUint32(input, 0));
    },
  };
}

/** Control codes of every TCP/IP provider. Source: reference §4.2, §12; oracle ioctl. */
export const socketControls: ControlTable = {
  [FIONBIO]: dwordInput((socket, value) => {
    // a socket with selected events must stay non-blocking
    if (value === 0 && socket.events !== null && socket.events.mask !== 0) return -WSAEINVAL;
    socket.isNonBlocking = value !== 0;
    return 0;
  }),
  [FIONREAD]: dwordOutput(({ socket }) => socket.context.network.available(socket.fd)),
  [SIO_ROUTING_INTERFACE_QUERY]: routingInterface,
  [SIO_ADDRESS_LIST_QUERY]: addressList,
  [SIO_ADDRESS_LIST_CHANGE]: { awaitsChange: true, run: () => 0 },
  [SIO_ROUTING_INTERFACE_CHANGE]: { awaitsChange: true, run: () => 0 },
};

/** WSPIoctl, from tables of control codes. */
export const controlling = (...tables: readonly ControlTable[]): Part => {
  const controls: ControlTable = Object.assign({}, ...tables);
  return (tcp) => ({
    WSPIoctl: socketSlot(
      tcp,
      (
        socket,
        dwIoControlCode,
        lpvInBuffer,
        cbInBuffer,
        lpvOutBuffer,
        cbOutBuffer,
        lpcbBytesReturned,
        lpOverlapped,
        routine,
        thread,
        s,
      ) => {
        const refusal = checkOverlapped(tcp, socket, lpOverlapped);
        if (refusal !== 0) return refusal;
        const later = isOverlapped(lpOverlapped)
          ? newOperation(tcp, socket, s, lpOverlapped as WSAOVERLAPPED, routine, thread, () => 0)
          : null;
        if (!isRef(lpcbBytesReturned)) return WSAEFAULT;
        const returned = lpcbBytesReturned as Ref<number>;
        const control = controls[dwIoControlCode >>> 0];
        if (control === undefined || (later !== null && control.isPlain)) {
          if (later === null) returned.value = 0;
          else complete(later, WSAEOPNOTSUPP, false);
          return later === null ? WSAEOPNOTSUPP : WSA_IO_PENDING;
        }
        if (control.awaitsChange) return awaitChange(tcp, socket, later);
        const input = span(lpvInBuffer, cbInBuffer);
        const output = span(lpvOutBuffer, cbOutBuffer);
        if (input === null || output === null) return WSAEFAULT;
        if (input.length < (control.inputSize ?? 0) || output.length < (control.outputSize ?? 0)) return WSAEFAULT;
        const code = control.run({ tcp, s, socket, later, input, output, returned, pointer: lpvOutBuffer });
        if (later !== null && code === 0) complete(later, 0, true);
        return codeIn(code);
      },
    ),
  });
};

/**
 * Waits for a change of addresses or routes. Returns WSA_IO_PENDING, WSAEWOULDBLOCK on a non-blocking socket, or the
 * code that ends the wait.
 */
export function awaitChange(tcp: Tcpip, socket: Socket, later: Operation | null): number {
  if (later === null) {
    if (socket.isNonBlocking) return WSAEWOULDBLOCK;
    return tcp.imports.wait({ ready: () => socket.isClosed }, -1) || WSAENOTSOCK;
  }
  begin(later);
  socket.pending ??= new Pending();
  socket.pending.idle.push(later);
  return WSA_IO_PENDING;
}

/** The first `size` bytes of a caller's buffer; `null` if the buffer is shorter. A null pointer has no bytes. */
function span(bytes: Pointer | Ref<unknown>, size: number): Uint8Array | null {
  if (bytes === null || bytes === undefined || isRef(bytes)) return NOTHING;
  return isBytes(bytes) && size >= 0 && size <= bytes.length ? bytes.subarray(0, size) : null;
}
