import {
  AF_INET,
  formatIPv4,
  parseIPv4,
  SOCKADDR_IN_SIZE,
  setSockaddrPort,
  sockaddr_in,
  sockaddrPort,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import { nameRefusal } from "./names.js";
import { fail, type Slots } from "./provider.js";

/** Converts addresses to text and back: "127.0.0.1:7". */
export const addressText: Slots = () => ({
  WSPAddressToString(address, length, _info, text, textLength, lpErrno) {
    const code = nameRefusal(address, length);
    if (address === null || code !== 0) return fail(lpErrno, code === WSAEFAULT ? WSAEFAULT : WSAEINVAL);
    const port = sockaddrPort(address);
    const said = `${formatIPv4(address, 4)}${port === 0 ? "" : `:${port}`}`;
    const room = textLength.value;
    textLength.value = said.length + 1;
    if (room < said.length + 1) return fail(lpErrno, WSAEFAULT);
    text.value = said;
    return 0;
  },
  WSPStringToAddress(text, family, _info, address, length, lpErrno) {
    if (address === null || length.value < SOCKADDR_IN_SIZE) {
      length.value = SOCKADDR_IN_SIZE;
      return fail(lpErrno, WSAEFAULT);
    }
    const [, host = "", port = "0"] = /^([\d.]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
    const name = sockaddr_in(0, 0);
    if (family !== AF_INET || Number(port) > 65535 || !parseIPv4(host, name, 4)) return fail(lpErrno, WSAEINVAL);
    setSockaddrPort(name, Number(port));
    address.set(name);
    length.value = SOCKADDR_IN_SIZE;
    return 0;
  },
});
