import type { WSAOVERLAPPED } from "@ws2kit/spi";
import { type KernelObject, PORT_OBJECT } from "./handle-table.js";
import type { SocketObject } from "./socket-object.js";

/** One completion as a port reports it. `status` is 0, or states why the operation failed. */
export interface Packet {
  readonly bytes: number;
  readonly key: unknown;
  readonly overlapped: WSAOVERLAPPED | null;
  readonly status: number;
}

/** A completion port: packets in the order in which they came. */
export class PortObject implements KernelObject {
  readonly kind = PORT_OBJECT;
  readonly packets: Packet[] = [];

  ready(): boolean {
    return this.packets.length > 0;
  }
}

/** The port that a socket's completions go to, and the key that names the socket there. */
export interface Association {
  readonly port: PortObject;
  readonly key: unknown;
}

/** How the operations of a socket complete. Handles that stand for one file share it: `FileObject.completion`. */
export interface Completion {
  /** The completion port; absent on most sockets. */
  association?: Association;
  /** FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: an operation that succeeds within its call sends no packet. */
  skipsPort?: boolean;
}

/** What completion ports add to a machine. It is made when a program ties the first socket to a port. */
export interface CompletionPorts {
  /** Whether the operations of a socket are reported to a port. */
  isTied(socket: SocketObject): boolean;
  /** Sends the end of an operation to the port that its socket is tied to. */
  post(
    completion: Completion | null | undefined,
    overlapped: WSAOVERLAPPED,
    status: number,
    bytes: number,
    isImmediate: boolean,
  ): void;
}
