import { isStructure } from "@ws2kit/core";
import {
  copyProtocolInfo,
  type GUID,
  type LPINT,
  type ProviderImports,
  type SOCKET,
  SOCKET_ERROR,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import { failSocket } from "../socket/failure.js";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Duplicates, Part, Tcpip } from "../socket/tcpip.js";

/** A duplicate that no process has opened yet. */
interface Offer {
  readonly socket: Socket;
  readonly processId: number;
}

/** The duplicates under way on one machine. The token travels in dwProviderReserved. Source: reference §10. */
export class Sharing implements Duplicates {
  readonly #offers = new Map<number, Offer>();
  /** The processes whose duplicates are withdrawn when they end. */
  readonly #watched = new Set<number>();
  #next = 1;

  /** Holds `socket` open for the process that will open the duplicate, and returns the token. */
  offer(socket: Socket, processId: number, imports: ProviderImports): number {
    const token = this.#next++;
    socket.descriptors++;
    this.#offers.set(token, { socket, processId });
    if (!this.#watched.has(processId)) {
      this.#watched.add(processId);
      imports.onTermination(() => this.#withdraw(processId), processId);
    }
    return token;
  }

  open(token: number, tcp: Tcpip, lpErrno: LPINT): SOCKET {
    const offer = this.#offers.get(token);
    if (offer?.processId !== tcp.imports.processId) return failSocket(lpErrno, WSAEINVAL);
    const s = tcp.name(offer.socket, lpErrno);
    if (s !== SOCKET_ERROR) this.#offers.delete(token);
    return s;
  }

  /** Closes the duplicates that a process has not opened. */
  #withdraw(processId: number): void {
    this.#watched.delete(processId);
    for (const [token, offer] of this.#offers) {
      if (offer.processId !== processId) continue;
      this.#offers.delete(token);
      offer.socket.close();
    }
  }
}

/** Makes the table of duplicated sockets of the provider `ProviderId`, which the processes of a machine share. */
export function sharingOf(ProviderId: GUID): (imports: ProviderImports) => Sharing {
  return (imports) => imports.shared(`${ProviderId} sharing`, () => new Sharing());
}

/** WSPDuplicateSocket: the 628 bytes that make a second descriptor of a socket, in this process or another. */
export const duplication: Part = (tcp) => ({
  WSPDuplicateSocket: socketSlot(tcp, (socket, dwProcessId, lpProtocolInfo) => {
    if (!tcp.imports.hasProcess(dwProcessId)) return WSAEINVAL;
    if (!isStructure(lpProtocolInfo)) return WSAEFAULT;
    copyProtocolInfo(socket.info, lpProtocolInfo);
    lpProtocolInfo.dwProviderReserved = (tcp.duplicates as Duplicates).offer(socket, dwProcessId, tcp.imports);
    return 0;
  }),
});
