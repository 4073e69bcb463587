import { decodeGuid, type GUID, isRef } from "@ws2kit/spi";
import { acceptEx, getAcceptExSockaddrs } from "./accept-ex.js";
import { connectEx, disconnectEx } from "./connect-ex.js";
import type { Tcpip } from "./tcpip.js";

/** The extension functions by the GUIDs under which SIO_GET_EXTENSION_FUNCTION_POINTER knows them (mswsock.h). */
const EXTENSIONS: Readonly<Record<GUID, (tcp: Tcpip) => unknown>> = {
  "B5367DF1-CBAC-11CF-95CA-00805F48A192": (tcp) => acceptEx.bind(null, tcp),
  "B5367DF2-CBAC-11CF-95CA-00805F48A192": () => getAcceptExSockaddrs,
  "25A207B9-DDF3-4660-8EE9-76E58C74063E": (tcp) => connectEx.bind(null, tcp),
  "7FDA2E11-8630-436F-A031-F536A6EEC157": (tcp) => disconnectEx.bind(null, tcp),
};

/** Writes the extension function that 16 bytes of GUID name through a pointer; `false` if there is none. */
export function giveExtension(tcp: Tcpip, guid: Uint8Array, pointer: unknown): boolean {
  const extension = EXTENSIONS[decodeGuid(guid)];
  if (extension === undefined || !isRef(pointer)) return false;
  pointer.value = extension(tcp);
  return true;
}
