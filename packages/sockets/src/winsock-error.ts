import { nameOf } from "./error-names.js";

/**
 * Why a call of Winsock failed. `explain` of `@ws2kit/sockets/explain` has what the code says and what usually helps,
 * in words.
 */
export class WinsockError extends Error {
  /** The name of the code, as "WSAECONNREFUSED". */
  override readonly name: string;

  constructor(
    /** The number, as WSAGetLastError returns it. */
    readonly code: number,
    /** The function of Winsock that failed. */
    readonly call: string,
    /** The address that the call was about, as "10.0.0.1:80" or "[::1]:80"; "" where there is no address. */
    readonly address: string,
    /** The socket's handle; -1 where there is no socket. */
    readonly handle: number,
  ) {
    const name = nameOf(code);
    super(`${call}${address === "" ? "" : ` ${address}`} failed: ${name} (${code})`);
    this.name = name;
  }
}
