import { type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";

/** The sockets of a process by number, in the order in which they were made. */
export class SocketNumbers {
  readonly #handles: SOCKET[] = [];
  readonly #numbers = new Map<SOCKET, number>();

  add(s: SOCKET): number {
    this.#numbers.set(s, this.#handles.length);
    return this.#handles.push(s) - 1;
  }

  /** Returns -1 for any other handle. */
  readonly numberOf = (s: SOCKET): number => this.#numbers.get(s) ?? SOCKET_ERROR;

  readonly handleOf = (number: number): SOCKET => this.#handles[number] ?? (SOCKET_ERROR as SOCKET);

  /** Removes a closed handle, which may be used again for another socket. */
  remove(s: SOCKET): void {
    this.#numbers.delete(s);
  }
}
