import {
  HIBYTE,
  LOBYTE,
  MAKEWORD,
  SOCKET_ERROR,
  type WSADATA,
  WSAEFAULT,
  WSAEINVAL,
  WSANOTINITIALISED,
  WSAVERNOTSUPPORTED,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isNumber, isStructure } from "../calls/given.js";
import { type Api, numberOf } from "./call.js";

const HIGHEST = MAKEWORD(2, 2);

/**
 * Starts ws2 in this process, or counts one more user if it is started already. Call WSACleanup once for each success.
 *
 * Codes: WSAVERNOTSUPPORTED (version 0), WSAEFAULT (null), WSAEINVAL. Source: reference §6; oracle WSAStartup-01 … -12.
 *
 * @param wVersionRequested the highest version that the caller can use, `MAKEWORD(2, 2)`: the major version is the low
 * byte
 * @param lpWSAData receives the version that the process may use, even if the call fails because of the version;
 * `newWSADATA()` makes one
 * @returns 0 or the code itself
 */
export const WSAStartup: Api<(wVersionRequested: number, lpWSAData: WSADATA | null) => number> =
  (process) => (wVersionRequested, lpWSAData) => {
    if (!isNumber(wVersionRequested)) return failed(process, WSAEINVAL);
    const granted = grantedVersion(wVersionRequested);
    const isFilled = unlessFault(() => fill(lpWSAData, granted), false);
    if (granted === 0) return failed(process, WSAVERNOTSUPPORTED);
    if (!isFilled) return failed(process, WSAEFAULT);
    if (process.startups++ === 0) process.attach();
    process.version = process.version === 0 ? granted : lower(process.version, granted);
    process.thread.lastError = 0;
    return 0;
  };

/** The last error after a failed WSAStartup is WSANOTINITIALISED, unless ws2 is up already. */
function failed(process: Parameters<typeof WSAStartup>[0], code: number): number {
  process.thread.lastError = process.startups === 0 ? WSANOTINITIALISED : code;
  return code;
}

/** The version that is granted for a request; 0 if the request is refused. */
function grantedVersion(requested: number): number {
  const major = LOBYTE(requested);
  const minor = HIBYTE(requested);
  if (major === 0) return 0;
  if (major === 1) return MAKEWORD(1, Math.min(minor, 1));
  if (major === 2) return MAKEWORD(2, Math.min(minor, 2));
  return HIGHEST;
}

/** The lower of two versions, whose major number is the low byte. */
function lower(a: number, b: number): number {
  return LOBYTE(a) * 256 + HIBYTE(a) <= LOBYTE(b) * 256 + HIBYTE(b) ? a : b;
}

/** Writes the version that was granted; `false` if the caller's structure cannot be written. */
function fill(data: WSADATA | null, granted: number): boolean {
  if (!isStructure(data)) return false;
  const isVersion1 = LOBYTE(granted) === 1;
  data.wVersion = granted === 0 ? HIGHEST : granted;
  data.wHighVersion = HIGHEST;
  data.szDescription = "WinSock 2.0";
  data.szSystemStatus = "Running";
  data.iMaxSockets = isVersion1 ? 32767 : 0;
  data.iMaxUdpDg = isVersion1 ? 65467 : 0;
  return true;
}

/**
 * Undoes one WSAStartup. The last call closes the process's sockets and unloads its providers.
 *
 * Codes: WSANOTINITIALISED. Source: reference §6; oracle WSACleanup-01 … -04.
 *
 * @returns 0, or SOCKET_ERROR
 */
export const WSACleanup: Api<() => number> = (process) => () => {
  if (process.startups === 0) {
    process.thread.lastError = WSANOTINITIALISED;
    return SOCKET_ERROR;
  }
  if (--process.startups === 0) process.detach();
  process.thread.lastError = 0;
  return 0;
};

/**
 * Returns the code of the current thread's last failed call.
 *
 * @returns the code, WSAE*
 */
export const WSAGetLastError: Api<() => number> = (process) => () => process.thread.lastError;

/**
 * Sets the current thread's last error.
 *
 * @param iError the code
 */
export const WSASetLastError: Api<(iError: number) => void> = (process) => (iError) => {
  process.thread.lastError = numberOf(iError) | 0;
};
