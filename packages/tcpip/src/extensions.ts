import { decodeGuid, type GUID, isRef, SIO_GET_EXTENSION_FUNCTION_POINTER, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import { acceptEx, getAcceptExSockaddrs } from "./accept-ex.js";
import { connectEx, disconnectEx } from "./connect-ex.js";
import type { ControlTable } from "./controlling.js";
import type { Tcpip } from "./tcpip.js";

/** The extension functions by the GUIDs under which SIO_GET_EXTENSION_FUNCTION_POINTER knows them (mswsock.h). */
const EXTENSIONS: Readonly<Record<GUID, (tcp: Tcpip) => unknown>> = {
  "B5367DF1-CBAC-11CF-95CA-00805F48A192": (tcp) => acceptEx.bind(null, tcp),
  "B5367DF2-CBAC-11CF-95CA-00805F48A192": () => getAcceptExSockaddrs,
  "25A207B9-DDF3-4660-8EE9-76E58C74063E": (tcp) => connectEx.bind(null, tcp),
  "7FDA2E11-8630-436F-A031-F536A6EEC157": (tcp) => disconnectEx.bind(null, tcp),
};

/** SIO_GET_EXTENSION_FUNCTION_POINTER: 16 bytes of GUID go in, the function comes out through a Ref. */
export const extensionFunctions: ControlTable = {
  [SIO_GET_EXTENSION_FUNCTION_POINTER]: {
    takes: 16,
    run({ tcp, input, pointer, returned }) {
      const extension = EXTENSIONS[decodeGuid(input)];
      if (extension === undefined) return -WSAEINVAL;
      if (!isRef(pointer)) return -WSAEFAULT;
      pointer.value = extension(tcp);
      returned.value = 4;
      return 0;
    },
  },
};
