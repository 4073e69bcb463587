import { isStructure } from "@ws2kit/core";
import { copyProtocolInfo, type GUID, type ProviderImports, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Duplicates, Part } from "../socket/tcpip.js";

/** A duplicate that waits for its taker. */
interface Offer {
  readonly socket: Socket;
  readonly processId: number;
}

/** The duplicates under way on one machine. The token travels in dwProviderReserved. Source: reference §10. */
export class Sharing implements Duplicates {
  readonly #offers = new Map<number, Offer>();
  /** The processes whose offers are withdrawn when they end. */
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

  /** The socket behind a token that has not been opened, for the process that it was meant for; `null` otherwise. */
  find(token: number, processId: number): Socket | null {
    const offer = this.#offers.get(token);
    return offer?.processId === processId ? offer.socket : null;
  }

  /** Ends a duplicate's wait: it has been opened. */
  remove(token: number): void {
    this.#offers.delete(token);
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

export function sharingOf(ProviderId: GUID): (imports: ProviderImports) => Sharing {
  return (imports) => imports.shared(`${ProviderId} sharing`, () => new Sharing());
}

/** WSPDuplicateSocket: the 628 bytes that make a second descriptor of a socket, in this process or another. */
export const duplication: Part = (tcp) => ({
  WSPDuplicateSocket: socketSlot(tcp, (socket, dwProcessId, lpProtocolInfo) => {
    if (!tcp.imports.hasProcess(dwProcessId)) return WSAEINVAL;
    if (!isStructure(lpProtocolInfo)) return WSAEFAULT;
    copyProtocolInfo(socket.info, lpProtocolInfo);
    lpProtocolInfo.dwProviderReserved = (tcp.sharing as Duplicates).offer(socket, dwProcessId, tcp.imports);
    return 0;
  }),
});
