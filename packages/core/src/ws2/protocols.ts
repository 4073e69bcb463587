import type { Ref, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import { isEnumerable } from "../catalog/catalog.js";
import { enumProtocols } from "../catalog/enumeration.js";
import { ws2Call } from "./call.js";

/**
 * Copies the base protocols and chains that are not hidden. Their number, or SOCKET_ERROR with WSAENOBUFS (`length`
 * then says how many bytes would do), WSAEFAULT, WSANOTINITIALISED.
 *
 * @param lpiProtocols protocols to list, ended by 0; `null` for all
 * @param lpProtocolBuffer receives the infos from its start; `null` to ask for the size
 * @param lpdwBufferLength the size in bytes, 628 for each info
 * Source: reference §3; oracle WSAEnumProtocols-01, -05, -06.
 */
export const WSAEnumProtocolsW = ws2Call(
  (
    process,
    lpiProtocols: readonly number[] | null,
    lpProtocolBuffer: WSAPROTOCOL_INFOW[] | null,
    lpdwBufferLength: Ref<number>,
  ) => enumProtocols(process.entries.filter(isEnumerable), lpiProtocols, lpProtocolBuffer, lpdwBufferLength),
);
