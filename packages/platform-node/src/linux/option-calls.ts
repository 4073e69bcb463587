import { readDWORD, SO_ERROR, SOL_SOCKET, setUint32, WSAECONNRESET, WSAEFAULT, WSAENOPROTOOPT } from "@ws2kit/spi";
import type { DescriptorState } from "./descriptor-state.js";
import { winsockError } from "./errors.js";
import type { Libc } from "./libc.js";
import { isRefusal } from "./option-codecs.js";
import { LINUX_SO_LINGER, LINUX_SOL_SOCKET, type LinuxOption, linuxOption } from "./options.js";

/** getsockopt and setsockopt: converts Winsock's numbers and values to Linux's. */
export class OptionCalls {
  readonly #libc: Libc;
  readonly #state: DescriptorState;
  readonly #value = new Uint8Array(32);
  readonly #length = new Int32Array(1);

  constructor(libc: Libc, state: DescriptorState) {
    this.#libc = libc;
    this.#state = state;
  }

  get(fd: number, level: number, optname: number, value: Uint8Array): number {
    const option = linuxOption(level, optname);
    if (option === undefined) return -WSAENOPROTOOPT;
    const { winsockSize, linuxSize, toWinsock } = option.codec;
    if (value.length < winsockSize) return -WSAEFAULT;
    this.#length[0] = linuxSize;
    if (this.#libc.getsockopt(fd, option.level, option.optname, this.#value, this.#length) < 0) return this.#failure();
    toWinsock(this.#value.subarray(0, linuxSize), value);
    const refused = level === SOL_SOCKET && optname === SO_ERROR && isRefusal(this.#value);
    if (refused && !this.#state.isStream(fd)) setUint32(value, 0, WSAECONNRESET);
    return winsockSize;
  }

  set(fd: number, level: number, optname: number, value: Uint8Array, len: number): number {
    const option = linuxOption(level, optname);
    if (option === undefined) return -WSAENOPROTOOPT;
    const { winsockSize, linuxSize, toLinux } = option.codec;
    if (len < winsockSize || value.length < winsockSize) return -WSAEFAULT;
    toLinux(value.length === winsockSize ? value : value.subarray(0, winsockSize), this.#value);
    if (this.#libc.setsockopt(fd, option.level, option.optname, this.#value, linuxSize) < 0) return this.#failure();
    if (isLinger(option)) this.#state.lingers(fd);
    return 0;
  }

  /**
   * Clears the linger time before close(2): on Linux, close waits for that time even on a non-blocking socket. Data is
   * still sent without it. {1, 0} remains, because it resets the connection and does not wait.
   */
  dropLingerTime(fd: number): void {
    this.#length[0] = 8;
    this.#libc.getsockopt(fd, LINUX_SOL_SOCKET, LINUX_SO_LINGER, this.#value, this.#length);
    if (readDWORD(this.#value, 4) === 0) return;
    this.#value.fill(0);
    this.#libc.setsockopt(fd, LINUX_SOL_SOCKET, LINUX_SO_LINGER, this.#value, 8);
  }

  #failure(): number {
    return -winsockError(this.#libc.errno());
  }
}

function isLinger(option: LinuxOption): boolean {
  return option.level === LINUX_SOL_SOCKET && option.optname === LINUX_SO_LINGER;
}
