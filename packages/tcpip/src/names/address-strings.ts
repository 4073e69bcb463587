import {
  AF_INET,
  AF_INET6,
  formatIPv4,
  formatIPv6,
  isBytes,
  isRef,
  type Pointer,
  parseIPv4Shorthand,
  parseIPv6,
  parseNumber,
  type Ref,
  setUint16,
  setUint16BE,
  setUint32,
  sockaddrFamily,
  sockaddrPort,
  sockaddrScope,
  sockaddrSize,
  WSAEFAULT,
  WSAEINVAL,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { newName } from "../socket/address-check.js";
import { end } from "../socket/failure.js";
import type { Part } from "../socket/tcpip.js";

/** WSPAddressToString and WSPStringToAddress. Source: reference §1 slots 1 and 29; oracle WSAStringToAddress-*. */
export const addressStrings: Part = () => ({
  WSPAddressToString: (address, length, lpProtocolInfo, text, textLength, lpErrno) =>
    end(lpErrno, writeText(address, length, lpProtocolInfo, text, textLength)),
  WSPStringToAddress: (text, family, lpProtocolInfo, address, addressLength, lpErrno) =>
    end(lpErrno, readText(text, family, lpProtocolInfo, address, addressLength)),
});

/** Converts an address to text. Returns 0 or the code. */
function writeText(
  address: Pointer,
  length: number,
  lpProtocolInfo: WSAPROTOCOL_INFOW | null | undefined,
  text: Ref<string>,
  textLength: Ref<number>,
): number {
  if (!isBytes(address) || !isRef(textLength)) return WSAEFAULT;
  if (lpProtocolInfo === null || lpProtocolInfo === undefined) return WSAEINVAL;
  if (!(length <= address.length)) return WSAEFAULT;
  const size = sockaddrSize(sockaddrFamily(address));
  if (size === 0 || length < size) return WSAEINVAL;
  const written = addressText(address);
  const room = textLength.value;
  textLength.value = written.length + 1;
  if (!(room > written.length) || !isRef(text)) return WSAEFAULT;
  text.value = written;
  return 0;
}

/** Converts text to an address. Returns 0 or the code. */
function readText(
  text: string,
  family: number,
  lpProtocolInfo: WSAPROTOCOL_INFOW | null | undefined,
  address: Pointer,
  addressLength: Ref<number>,
): number {
  if (typeof text !== "string") return WSAEINVAL;
  if (!isRef(addressLength)) return WSAEFAULT;
  if (lpProtocolInfo === null || lpProtocolInfo === undefined) return WSAEINVAL;
  const size = sockaddrSize(family);
  if (size === 0) return WSAEINVAL;
  const hasRoom = addressLength.value >= size && isBytes(address) && address.length >= size;
  const read = newName();
  if (hasRoom && !(family === AF_INET ? readIPv4(text, read) : readIPv6(text, read))) return WSAEINVAL;
  addressLength.value = size;
  if (!hasRoom) return WSAEFAULT;
  setUint16(read, 0, family);
  address.set(read.subarray(0, size));
  return 0;
}

/** The text of an address: `127.0.0.1`, `127.0.0.1:80`, `fe80::1%5`, `[fe80::1%5]:80`. */
function addressText(name: Uint8Array): string {
  const port = sockaddrPort(name);
  if (sockaddrFamily(name) !== AF_INET6) return port === 0 ? formatIPv4(name, 4) : `${formatIPv4(name, 4)}:${port}`;
  const scope = sockaddrScope(name);
  const host = scope === 0 ? formatIPv6(name, 8) : `${formatIPv6(name, 8)}%${scope}`;
  return port === 0 ? host : `[${host}]:${port}`;
}

function readIPv4(text: string, name: Uint8Array): boolean {
  const colon = text.indexOf(":");
  const host = colon < 0 ? text : text.slice(0, colon);
  if (colon >= 0 && !readPort(text.slice(colon + 1), name)) return false;
  return parseIPv4Shorthand(host, name, 4);
}

function readIPv6(text: string, name: Uint8Array): boolean {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed !== null && bracketed[2] !== undefined && !readPort(bracketed[2], name)) return false;
  const host = bracketed === null ? text : bracketed[1];
  const percent = host.indexOf("%");
  if (percent < 0) return parseIPv6(host, name, 8);
  const scope = host.slice(percent + 1);
  if (!/^[0-9]{1,10}$/.test(scope) || Number(scope) > 0xffffffff) return false;
  setUint32(name, 24, Number(scope));
  return parseIPv6(host.slice(0, percent), name, 8);
}

/** Reads a port, 1 to 65535, in decimal, octal or hexadecimal notation. Returns false if the text is no port. */
function readPort(text: string, name: Uint8Array): boolean {
  const port = parseNumber(text);
  if (port < 1 || port > 0xffff) return false;
  setUint16BE(name, 2, port);
  return true;
}
