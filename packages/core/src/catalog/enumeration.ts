import {
  copyProtocolInfo,
  isRef,
  type LPINT,
  type Ref,
  WSAEFAULT,
  WSAENOBUFS,
  type WSAPROTOCOL_INFOW,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import { answer } from "../calls/answer.js";
import type { CatalogEntry } from "./catalog.js";

/**
 * Copies catalog entries to `buffer`, whose size in bytes is `length` (628 an entry). Returns the count, or a negative
 * code. `protocols` is a list of iProtocol values that ends with 0, or `null` for all. If the buffer is too small, it
 * stays as it is and `length` receives the size needed.
 */
export function enumProtocols(
  entries: readonly CatalogEntry[],
  protocols: readonly number[] | null,
  buffer: WSAPROTOCOL_INFOW[] | null,
  length: Ref<number>,
): number {
  if (!isRef(length) || !isListOrNull(protocols) || !isListOrNull(buffer)) return -WSAEFAULT;
  const wanted = filter(protocols);
  const found = wanted === null ? entries : entries.filter((entry) => wanted.includes(entry.iProtocol));
  const size = found.length * WSAPROTOCOL_INFOW_SIZE;
  if (buffer === null || !(length.value >= size)) {
    length.value = size;
    return -WSAENOBUFS;
  }
  found.forEach((entry, i) => {
    buffer[i] = copyProtocolInfo(entry);
  });
  return found.length;
}

function isListOrNull(list: unknown): boolean {
  return list === null || Array.isArray(list);
}

function filter(protocols: readonly number[] | null): readonly number[] | null {
  if (protocols === null) return null;
  const end = protocols.indexOf(0);
  return end < 0 ? protocols : protocols.slice(0, end);
}

/**
 * Returns every entry of the catalog, hidden ones and layers included. It needs no WSAStartup.
 *
 * Codes: those of WSAEnumProtocolsW, in `lpErrno`. Source: reference §3.
 *
 * @param lpiProtocols the iProtocol values to list, with 0 at the end; null for all
 * @param lpProtocolBuffer receives the entries from its start; null asks for the size
 * @param lpdwBufferLength holds the length of the buffer in bytes, 628 for each entry, and receives the length needed
 * @param lpErrno receives the code
 * @returns the number of entries, or SOCKET_ERROR
 */
export const WSCEnumProtocols =
  ({
    machine,
  }: {
    readonly machine: { readonly catalog: { readonly entries: readonly Readonly<WSAPROTOCOL_INFOW>[] } };
  }) =>
  (
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
    lpErrno: LPINT,
  ): number =>
    answer(lpErrno, () => enumProtocols(machine.catalog.entries, lpiProtocols, lpProtocolBuffer, lpdwBufferLength));
