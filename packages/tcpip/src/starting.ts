import { guardFaults } from "@ws2kit/core";
import {
  LOBYTE,
  MAKEWORD,
  type Provider,
  ref,
  SOCKET_ERROR,
  setErrno,
  WSANOTINITIALISED,
  type WSAPROTOCOL_INFOW,
  WSAVERNOTSUPPORTED,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { refusing } from "./refusing.js";
import type { Part, Tcpip } from "./socket/tcpip.js";

const VERSION = MAKEWORD(2, 2);

/** Makes the WSPStartup of a provider from its parts. Source: reference §6. */
export function starting(tcp: Tcpip, description: string, parts: readonly Part[]): Provider["WSPStartup"] {
  return (wVersionRequested, lpWSPData, lpProtocolInfo, upcallTable, lpProcTable) => {
    if (LOBYTE(wVersionRequested) < 2) return WSAVERNOTSUPPORTED;
    // compare the major version, which is the low byte: as a number, 9.0 is less than 2.2
    lpWSPData.wVersion = LOBYTE(wVersionRequested) > 2 ? VERSION : Math.min(wVersionRequested, VERSION);
    lpWSPData.wHighVersion = VERSION;
    lpWSPData.szDescription = description;
    // upcalls/latest-table: only the last upcall table is used
    tcp.upcalls = upcallTable;
    tcp.handles = tcp.definition.handles(tcp);
    tcp.entries = ownEntries(tcp, lpProtocolInfo);
    tcp.startups++;
    const served = guardFaults(Object.assign(cleanup(tcp), ...parts.map((part) => part(tcp))), tcp.imports.exceptions);
    Object.assign(lpProcTable, Object.assign(tcp.slots, refusing(tcp.definition.refused), served));
    return 0;
  };
}

/** The catalog entries that this provider's DLL serves. */
function ownEntries(tcp: Tcpip, trigger: Readonly<WSAPROTOCOL_INFOW>): readonly WSAPROTOCOL_INFOW[] {
  const ids = [tcp.definition.ProviderId, ...tcp.definition.protocols.map((row) => row.ProviderId)];
  const size = ref(0);
  const errno = ref(0);
  tcp.imports.WSCEnumProtocols(null, null, size, errno);
  const all: WSAPROTOCOL_INFOW[] = [];
  tcp.imports.WSCEnumProtocols(null, all, size, errno);
  const own = all.filter((entry) => ids.includes(entry.ProviderId));
  return own.length > 0 ? own : [trigger];
}

function cleanup(tcp: Tcpip): Pick<WSPPROC_TABLE, "WSPCleanup"> {
  return {
    WSPCleanup(lpErrno) {
      if (tcp.startups === 0) {
        setErrno(lpErrno, WSANOTINITIALISED);
        return SOCKET_ERROR;
      }
      // WSPCleanup/last: open connections are reset; closed sockets still transmit their data
      if (--tcp.startups === 0) tcp.releaseAll(true);
      return 0;
    },
  };
}
