import { AF_INET, IPPROTO_UDP, SOCK_DGRAM, SOCKADDR_IN_SIZE, sockaddr_in } from "@ws2kit/spi";
import type { Wake } from "../system.js";
import type { Winsock } from "./winsock.js";

const FIONBIO = 0x8004667e;
const WSA_FLAG_NO_HANDLE_INHERIT = 0x80;

/** A UDP socket that is connected to itself: WSAPoll accepts only sockets. */
export class SocketWake implements Wake {
  readonly fd: number;
  readonly #winsock: Winsock;
  readonly #byte = new Uint8Array(1);

  constructor(winsock: Winsock) {
    this.#winsock = winsock;
    this.fd = winsock.WSASocketW(AF_INET, SOCK_DGRAM, IPPROTO_UDP, null, 0, WSA_FLAG_NO_HANDLE_INHERIT);
    const name = sockaddr_in("127.0.0.1", 0);
    const length = Int32Array.of(SOCKADDR_IN_SIZE);
    const isReady =
      this.fd >= 0 &&
      winsock.ioctlsocket(this.fd, FIONBIO, Int32Array.of(1)) === 0 &&
      winsock.bind(this.fd, name, name.length) === 0 &&
      winsock.getsockname(this.fd, name, length) === 0 &&
      winsock.connect(this.fd, name, name.length) === 0;
    if (isReady) return;
    if (this.fd >= 0) winsock.closesocket(this.fd);
    throw new Error("[ws2kit] platform-node: no socket is left for a wake-up.");
  }

  raise(): void {
    this.#winsock.send(this.fd, this.#byte, 1, 0);
  }

  clear(): void {
    while (this.#winsock.recv(this.fd, this.#byte, 1, 0) >= 0);
  }

  close(): void {
    this.#winsock.closesocket(this.fd);
  }
}
