import type { Ref, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import { isEnumerable } from "../catalog/catalog.js";
import { enumProtocols } from "../catalog/enumeration.js";
import { ws2Call } from "./call.js";

/**
 * Reports the catalog's base entries and chains, without hidden entries.
 *
 * Codes: WSAENOBUFS (`lpdwBufferLength` receives the bytes needed), WSAEFAULT, WSANOTINITIALISED. Source: reference §3;
 * oracle WSAEnumProtocols-01, -05, -06.
 *
 * @param lpiProtocols the iProtocol values to list, ended by 0; null for all
 * @param lpProtocolBuffer receives the entries from its start; null asks for the size
 * @param lpdwBufferLength holds the length of the buffer in bytes, 628 for each entry, and receives the length needed
 * @returns the number of entries, or SOCKET_ERROR
 */
export const WSAEnumProtocolsW = ws2Call(
  (
    process,
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
  ) => enumProtocols(process.entries.filter(isEnumerable), lpiProtocols, lpProtocolBuffer, lpdwBufferLength),
);
