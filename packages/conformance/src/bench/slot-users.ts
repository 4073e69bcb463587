import {
  fd_set,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  newWSAPROTOCOL_INFOW,
  ref,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
} from "@ws2kit/spi";
import type { DesktopWs2 } from "../subjects/ws2.js";
import type { Program } from "./program.js";
import { STUB_FAMILY } from "./stub-provider.js";

/** A function, the slot that it calls, and a call of it. */
export interface SlotUser {
  readonly name: string;
  readonly slot: SlotName;
  /** Calls the function. Returns its result, with SOCKET_ERROR for any failure. */
  readonly call: (program: Program, s: SOCKET) => number;
}

const name = () => new Uint8Array(16);
const buffers = () => [newWSABUF(new Uint8Array(4))];
const failed = (works: boolean) => (works ? 0 : SOCKET_ERROR);
/** Every function that calls a slot of its socket's provider. */
export const SLOT_USERS: readonly SlotUser[] = [
  { name: "socket", slot: "WSPSocket", call: ({ ws2 }) => ws2.socket(STUB_FAMILY, 0, 0) },
  { name: "WSASocketW", slot: "WSPSocket", call: ({ ws2 }) => ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, 0) },
  { name: "accept", slot: "WSPAccept", call: ({ ws2 }, s) => ws2.accept(s, null, null) },
  { name: "WSAAccept", slot: "WSPAccept", call: ({ ws2 }, s) => ws2.WSAAccept(s, null, null, null, 0) },
  { name: "bind", slot: "WSPBind", call: ({ ws2 }, s) => ws2.bind(s, name(), 16) },
  { name: "closesocket", slot: "WSPCloseSocket", call: ({ ws2 }, s) => ws2.closesocket(s) },
  { name: "connect", slot: "WSPConnect", call: ({ ws2 }, s) => ws2.connect(s, name(), 16) },
  {
    name: "WSAConnect",
    slot: "WSPConnect",
    call: ({ ws2 }, s) => ws2.WSAConnect(s, name(), 16, null, null, null, null),
  },
  { name: "getpeername", slot: "WSPGetPeerName", call: ({ ws2 }, s) => ws2.getpeername(s, name(), ref(16)) },
  { name: "getsockname", slot: "WSPGetSockName", call: ({ ws2 }, s) => ws2.getsockname(s, name(), ref(16)) },
  {
    name: "getsockopt",
    slot: "WSPGetSockOpt",
    call: ({ ws2 }, s) => ws2.getsockopt(s, 0, 0, new Uint8Array(4), ref(4)),
  },
  { name: "setsockopt", slot: "WSPSetSockOpt", call: ({ ws2 }, s) => ws2.setsockopt(s, 0, 0, new Uint8Array(4), 4) },
  { name: "ioctlsocket", slot: "WSPIoctl", call: ({ ws2 }, s) => ws2.ioctlsocket(s, 1, ref(0)) },
  {
    name: "WSAIoctl",
    slot: "WSPIoctl",
    call: ({ ws2 }, s) => ws2.WSAIoctl(s, 1, null, 0, null, 0, ref(0), null, null),
  },
  { name: "listen", slot: "WSPListen", call: ({ ws2 }, s) => ws2.listen(s, 1) },
  { name: "recv", slot: "WSPRecv", call: ({ ws2 }, s) => ws2.recv(s, new Uint8Array(4), 4, 0) },
  {
    name: "WSARecv",
    slot: "WSPRecv",
    call: ({ ws2 }, s) => ws2.WSARecv(s, buffers(), 1, ref(0), ref(0), null, null),
  },
  {
    name: "recvfrom",
    slot: "WSPRecvFrom",
    call: ({ ws2 }, s) => ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null),
  },
  {
    name: "WSARecvFrom",
    slot: "WSPRecvFrom",
    call: ({ ws2 }, s) => ws2.WSARecvFrom(s, buffers(), 1, ref(0), ref(0), null, null, null, null),
  },
  { name: "select", slot: "WSPSelect", call: ({ ws2 }, s) => ws2.select(0, fd_set(s), null, null, null) },
  { name: "send", slot: "WSPSend", call: ({ ws2 }, s) => ws2.send(s, new Uint8Array(4), 4, 0) },
  { name: "WSASend", slot: "WSPSend", call: ({ ws2 }, s) => ws2.WSASend(s, buffers(), 1, ref(0), 0, null, null) },
  { name: "sendto", slot: "WSPSendTo", call: ({ ws2 }, s) => ws2.sendto(s, new Uint8Array(4), 4, 0, null, 0) },
  {
    name: "WSASendTo",
    slot: "WSPSendTo",
    call: ({ ws2 }, s) => ws2.WSASendTo(s, buffers(), 1, ref(0), 0, null, 0, null, null),
  },
  { name: "shutdown", slot: "WSPShutdown", call: ({ ws2 }, s) => ws2.shutdown(s, 1) },
  { name: "WSAEventSelect", slot: "WSPEventSelect", call: ({ ws2 }, s) => ws2.WSAEventSelect(s, null, 0) },
  {
    name: "WSAEnumNetworkEvents",
    slot: "WSPEnumNetworkEvents",
    call: ({ ws2 }, s) => ws2.WSAEnumNetworkEvents(s, null, newWSANETWORKEVENTS()),
  },
  {
    name: "WSAGetOverlappedResult",
    slot: "WSPGetOverlappedResult",
    call: ({ ws2 }, s) => failed(ws2.WSAGetOverlappedResult(s, newWSAOVERLAPPED(), ref(0), false, ref(0))),
  },
  {
    name: "WSADuplicateSocketW",
    slot: "WSPDuplicateSocket",
    call: ({ ws2, control }, s) => ws2.WSADuplicateSocketW(s, control.processId, newWSAPROTOCOL_INFOW()),
  },
  {
    name: "WSAJoinLeaf",
    slot: "WSPJoinLeaf",
    call: ({ ws2 }, s) => ws2.WSAJoinLeaf(s, name(), 16, null, null, null, null, 0),
  },
  {
    name: "WSAAsyncSelect",
    slot: "WSPAsyncSelect",
    call: ({ ws2 }, s) => (ws2 as DesktopWs2).WSAAsyncSelect(s, null, 0, 0),
  },
  {
    name: "WSAStringToAddressW",
    slot: "WSPStringToAddress",
    call: ({ ws2 }) => ws2.WSAStringToAddressW("a", STUB_FAMILY, null, name(), ref(16)),
  },
  {
    name: "WSAAddressToStringW",
    slot: "WSPAddressToString",
    call: ({ ws2 }) => {
      const address = new Uint8Array(16);
      address.set([STUB_FAMILY & 0xff, STUB_FAMILY >> 8]);
      return ws2.WSAAddressToStringW(address, 16, null, ref(""), ref(16));
    },
  },
];
