import {
  AF_INET,
  AF_INET6,
  formatIPv4,
  formatIPv6,
  getUint16,
  getUint32,
  INADDR_NONE,
  isBytes,
  isRef,
  type LPINT,
  type Pointer,
  parseIPv4,
  parseIPv4Shorthand,
  parseIPv6,
  type Ref,
  setUint32,
  WSA_INVALID_PARAMETER,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isString } from "../calls/given.js";
import type { CatalogEntry } from "../catalog/catalog.js";
import type { Process } from "../process.js";
import { type Api, callSlot, numberOf } from "./call.js";

/**
 * Writes an address as text, with port and scope unless these are 0: `127.0.0.1:80`, `[fe80::1%5]:80`.
 *
 * Codes: WSAEFAULT (too little room), WSAEINVAL (unknown family, address too short, unknown provider). Source:
 * reference §1 slot 1.
 *
 * @param lpsaAddress the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
 * address; `sockaddr_in` makes one
 * @param dwAddressLength length of the address in bytes: 16 for IPv4, 28 for IPv6
 * @param lpProtocolInfo chooses the provider; null for the first that serves the family
 * @param lpszAddressString receives the text
 * @param lpdwAddressStringLength holds the length of the buffer in UTF-16 units, and receives the length of the text;
 * both include the terminator
 * @returns 0, or SOCKET_ERROR
 */
export const WSAAddressToStringW: Api<
  (
    lpsaAddress: Pointer,
    dwAddressLength: number,
    lpProtocolInfo: WSAPROTOCOL_INFOW | null,
    lpszAddressString: Ref<string>,
    lpdwAddressStringLength: Ref<number>,
  ) => number
> = (process) => (lpsaAddress, dwAddressLength, lpProtocolInfo, lpszAddressString, lpdwAddressStringLength) => {
  if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
  if (!isBytes(lpsaAddress) || lpsaAddress.length < 2) return process.fail(WSAEFAULT);
  const family = getUint16(lpsaAddress, 0);
  return withFamily(
    process,
    "WSAAddressToStringW",
    "WSPAddressToString",
    family,
    lpProtocolInfo,
    (slots, info, errno) =>
      slots.WSPAddressToString(lpsaAddress, dwAddressLength, info, lpszAddressString, lpdwAddressStringLength, errno),
  );
};

/**
 * Converts text to an address: the inverse of WSAAddressToStringW. It also accepts IPv4 addresses in the forms of
 * inet_addr.
 *
 * Codes: WSAEINVAL (not an address), WSAEFAULT (too little room; `lpAddressLength` receives the length needed). Source:
 * reference §1 slot 29.
 *
 * @param AddressString the text
 * @param AddressFamily AF_INET or AF_INET6
 * @param lpProtocolInfo chooses the provider; null for the first that serves the family
 * @param lpAddress receives the address, in Winsock's layout
 * @param lpAddressLength holds the length of the buffer in bytes, and receives the length of the address
 * @returns 0, or SOCKET_ERROR
 */
export const WSAStringToAddressW: Api<
  (
    AddressString: string,
    AddressFamily: number,
    lpProtocolInfo: WSAPROTOCOL_INFOW | null,
    lpAddress: Pointer,
    lpAddressLength: Ref<number>,
  ) => number
> = (process) => (AddressString, AddressFamily, lpProtocolInfo, lpAddress, lpAddressLength) => {
  if (process.unavailableCode !== 0) return process.fail(process.unavailableCode);
  const call = "WSAStringToAddressW";
  return withFamily(process, call, "WSPStringToAddress", AddressFamily, lpProtocolInfo, (slots, info, errno) =>
    slots.WSPStringToAddress(AddressString, AddressFamily, info, lpAddress, lpAddressLength, errno),
  );
};

/** Calls a slot of the provider that an info names, or of the first provider that serves the family. */
function withFamily(
  process: Process,
  call: string,
  slot: "WSPAddressToString" | "WSPStringToAddress",
  family: number,
  lpProtocolInfo: WSAPROTOCOL_INFOW | null,
  run: (slots: WSPPROC_TABLE, info: CatalogEntry, lpErrno: LPINT) => number,
): number {
  const entry =
    lpProtocolInfo === null || lpProtocolInfo === undefined
      ? (process.entries.find((one) => one.iAddressFamily === family && one.ProtocolChain.ChainLen > 0) ?? WSAEINVAL)
      : unlessFault<CatalogEntry | number>(
          () => process.entry(lpProtocolInfo.dwCatalogEntryId) ?? WSAEINVAL,
          WSAEFAULT,
        );
  if (isNumber(entry)) return process.fail(entry);
  const provider = process.loader.load(entry);
  if (isNumber(provider)) return process.fail(provider);
  return callSlot(process, call, provider, slot, (lpErrno) => run(provider.slots, entry, lpErrno));
}

/**
 * Converts text to an IPv4 address. The text has one to four parts, decimal, octal or hexadecimal, and ends at a
 * white-space character. It needs no WSAStartup.
 *
 * Codes: WSAEFAULT (not a text); otherwise the last error does not change. Source: oracle inet_addr-01, reference §7;
 * test_inet_addr.
 *
 * @param cp the text, `127.0.0.1`
 * @returns the four bytes as they are in memory, as a u_long in network order; INADDR_NONE if the text is not an
 * address
 */
export const inet_addr: Api<(cp: string) => number> = (process) => (cp) => {
  const bytes = new Uint8Array(4);
  if (!isString(cp)) {
    process.fail(WSAEFAULT);
    return INADDR_NONE;
  }
  if (cp === " ") return 0;
  return parseIPv4Shorthand(cp.split(/[\t-\r ]/)[0], bytes, 0) ? getUint32(bytes, 0) : INADDR_NONE;
};

/**
 * Converts an IPv4 address to text with four decimal parts. It needs no WSAStartup.
 *
 * @param in_addr the address, as a u_long in network order
 * @returns the text
 */
export const inet_ntoa: Api<(in_addr: number) => string> = () => (in_addr) => {
  const bytes = new Uint8Array(4);
  setUint32(bytes, 0, numberOf(in_addr));
  return formatIPv4(bytes, 0);
};

/**
 * Converts text to an address, without port or scope.
 *
 * Codes: WSAEINVAL (not an address), WSAEAFNOSUPPORT, WSAEFAULT.
 *
 * @param Family AF_INET or AF_INET6
 * @param pszAddrString the text
 * @param pAddrBuf receives the 4 or 16 bytes of the address, in network order
 * @returns 1; 0 with WSAEINVAL if the text is not an address; SOCKET_ERROR otherwise
 */
export const InetPtonW: Api<(Family: number, pszAddrString: string, pAddrBuf: Pointer) => number> =
  (process) => (Family, pszAddrString, pAddrBuf) => {
    if (!isString(pszAddrString) || !isBytes(pAddrBuf)) return process.fail(WSAEFAULT);
    if (Family !== AF_INET && Family !== AF_INET6) return process.fail(WSAEAFNOSUPPORT);
    const size = Family === AF_INET ? 4 : 16;
    if (pAddrBuf.length < size) return process.fail(WSAEFAULT);
    const read = new Uint8Array(size);
    // a part that begins with 0 could be an octal number, which this function refuses: test_inet_pton
    const isAddress =
      Family === AF_INET
        ? parseIPv4(pszAddrString, read, 0) && !/\b0\d/.test(pszAddrString)
        : parseIPv6(pszAddrString, read, 0);
    if (!isAddress) {
      process.fail(WSAEINVAL);
      return 0;
    }
    pAddrBuf.set(read);
    return 1;
  };

/**
 * `InetPtonW` under the name of its other form. Text is the same here.
 *
 * Codes: those of `InetPtonW`. Source: page remarks.
 *
 * @param Family AF_INET or AF_INET6
 * @param pszAddrString the text
 * @param pAddrBuf receives the 4 or 16 bytes of the address, in network order
 * @returns 1; 0 with WSAEINVAL if the text is not an address; SOCKET_ERROR otherwise
 */
export const inet_pton = InetPtonW;

/**
 * Converts an address to text, without port or scope.
 *
 * Codes: WSAEAFNOSUPPORT, WSAEFAULT, WSA_INVALID_PARAMETER (`pStringBuf` cannot be written, or too little room).
 * Source: page codes; test_addr_to_print.
 *
 * @param Family AF_INET or AF_INET6
 * @param pAddr the 4 or 16 bytes of the address, in network order
 * @param pStringBuf receives the text
 * @param StringBufSize length of the buffer in UTF-16 units, terminator included
 * @returns the text, or null
 */
export const InetNtopW: Api<
  (Family: number, pAddr: Pointer, pStringBuf: Ref<string>, StringBufSize: number) => string | null
> = (process) => (Family, pAddr, pStringBuf, StringBufSize) => {
  const code = unlessFault(write, WSAEFAULT);
  if (code === 0) return pStringBuf.value;
  process.fail(code);
  return null;

  function write(): number {
    if (Family !== AF_INET && Family !== AF_INET6) return WSAEAFNOSUPPORT;
    const size = Family === AF_INET ? 4 : 16;
    if (!isBytes(pAddr) || pAddr.length < size) return WSAEFAULT;
    const text = Family === AF_INET ? formatIPv4(pAddr, 0) : formatIPv6(pAddr, 0);
    if (!isRef(pStringBuf) || !isNumber(StringBufSize) || !(StringBufSize > text.length)) return WSA_INVALID_PARAMETER;
    pStringBuf.value = text;
    return 0;
  }
};

/**
 * `InetNtopW` under the name of its other form. Text is the same here.
 *
 * Codes: those of `InetNtopW`. Source: page remarks.
 *
 * @param Family AF_INET or AF_INET6
 * @param pAddr the 4 or 16 bytes of the address, in network order
 * @param pStringBuf receives the text
 * @param StringBufSize length of the buffer in characters, terminator included
 * @returns the text, or null
 */
export const inet_ntop = InetNtopW;
