import { decodeGuid, type GUID, isRef, SIO_GET_EXTENSION_FUNCTION_POINTER } from "@ws2kit/spi";
import type { Api } from "../ws2/call.js";
import { WSAIoctl } from "../ws2/options-and-controls.js";
import {
  WSAID_ACCEPTEX,
  WSAID_CONNECTEX,
  WSAID_DISCONNECTEX,
  WSAID_TRANSMITFILE,
  WSAID_TRANSMITPACKETS,
  WSAID_WSARECVMSG,
  WSAID_WSASENDMSG,
} from "./extension-ids.js";
import { WSASendMsg } from "./message-call.js";
import { mswsock } from "./mswsock.js";

/**
 * `WSAIoctl` of a system with extension functions. SIO_GET_EXTENSION_FUNCTION_POINTER returns a known function in the
 * form that applications call, which sets the last error. A function that only the provider defines is returned
 * unchanged: its last parameter is `lpErrno`.
 */
export const WSAIoctlWithExtensions: Api<ReturnType<typeof WSAIoctl>> = (process) => {
  const ioctl = WSAIoctl(process);
  let functions: Readonly<Record<GUID, unknown>> | null = null;
  return (...args) => {
    const result = ioctl(...args);
    const [, code, input, , output] = args;
    if (result !== 0 || code >>> 0 !== SIO_GET_EXTENSION_FUNCTION_POINTER || !isRef(output)) return result;
    functions ??= functionsOf(process);
    output.value = functions[decodeGuid(input as Uint8Array)] ?? output.value;
    return result;
  };
};

const functionsOf: Api<Readonly<Record<GUID, unknown>>> = (process) => {
  const { AcceptEx, ConnectEx, DisconnectEx, TransmitFile, TransmitPackets, WSARecvMsg } = mswsock(process);
  return {
    [WSAID_ACCEPTEX]: AcceptEx,
    [WSAID_CONNECTEX]: ConnectEx,
    [WSAID_DISCONNECTEX]: DisconnectEx,
    [WSAID_TRANSMITFILE]: TransmitFile,
    [WSAID_TRANSMITPACKETS]: TransmitPackets,
    [WSAID_WSARECVMSG]: WSARecvMsg,
    [WSAID_WSASENDMSG]: WSASendMsg(process),
  };
};
