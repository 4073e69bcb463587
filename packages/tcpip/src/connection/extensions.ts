import {
  guardExtension,
  WSAID_ACCEPTEX,
  WSAID_CONNECTEX,
  WSAID_DISCONNECTEX,
  WSAID_GETACCEPTEXSOCKADDRS,
  WSAID_TRANSMITFILE,
  WSAID_TRANSMITPACKETS,
  WSAID_WSARECVMSG,
  WSAID_WSASENDMSG,
} from "@ws2kit/core";
import {
  decodeGuid,
  type GUID,
  isRef,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SOCKET_ERROR,
  WSAEFAULT,
  WSAEINVAL,
} from "@ws2kit/spi";
import type { ControlTable } from "../controls/controlling.js";
import type { Tcpip } from "../socket/tcpip.js";
import { receiveMessage } from "../transfer/receive-message.js";
import { sendMessage } from "../transfer/send-message.js";
import { acceptEx, getAcceptExSockaddrs } from "./accept-ex.js";
import { connectEx } from "./connect-ex.js";
import { disconnectEx } from "./disconnect-ex.js";
import { transmitFile, transmitPackets } from "./transmitting.js";

/** The extension functions, by the GUIDs of SIO_GET_EXTENSION_FUNCTION_POINTER. */
const EXTENSIONS: Readonly<Record<GUID, (tcp: Tcpip) => unknown>> = {
  [WSAID_ACCEPTEX]: (tcp) => guardExtension(acceptEx.bind(null, tcp), false, tcp.imports.exceptions),
  [WSAID_GETACCEPTEXSOCKADDRS]: () => getAcceptExSockaddrs,
  [WSAID_CONNECTEX]: (tcp) => guardExtension(connectEx.bind(null, tcp), false, tcp.imports.exceptions),
  [WSAID_DISCONNECTEX]: (tcp) => guardExtension(disconnectEx.bind(null, tcp), false, tcp.imports.exceptions),
  [WSAID_TRANSMITFILE]: (tcp) => guardExtension(transmitFile.bind(null, tcp), false, tcp.imports.exceptions),
  [WSAID_TRANSMITPACKETS]: (tcp) => guardExtension(transmitPackets.bind(null, tcp), false, tcp.imports.exceptions),
  [WSAID_WSARECVMSG]: (tcp) => guardExtension(receiveMessage.bind(null, tcp), SOCKET_ERROR, tcp.imports.exceptions),
  [WSAID_WSASENDMSG]: (tcp) => guardExtension(sendMessage.bind(null, tcp), SOCKET_ERROR, tcp.imports.exceptions),
};

/** SIO_GET_EXTENSION_FUNCTION_POINTER: the input is a GUID of 16 bytes, the output a Ref that receives the function. */
export const extensionFunctions: ControlTable = {
  [SIO_GET_EXTENSION_FUNCTION_POINTER]: {
    inputSize: 16,
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
