import {
  encodeProtocolInfo,
  isRef,
  type LPINT,
  SO_PROTOCOL_INFOW,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  WSAEFAULT,
  WSAPROTOCOL_INFOW_SIZE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Chain } from "./chain.js";

type Slot = (...args: unknown[]) => unknown;

/** The slots whose first parameter is a socket and that change nothing else on their way down. */
const BY_SOCKET = [
  "WSPAsyncSelect",
  "WSPBind",
  "WSPConnect",
  "WSPEnumNetworkEvents",
  "WSPEventSelect",
  "WSPGetPeerName",
  "WSPGetSockName",
  "WSPGetSockOpt",
  "WSPGetQOSByName",
  "WSPListen",
  "WSPRecvDisconnect",
  "WSPSendDisconnect",
  "WSPSetSockOpt",
  "WSPShutdown",
] as const;

const BOOL_SLOTS: readonly string[] = ["WSPGetQOSByName"];

/** Slots that pass on to the next layer, with the handle changed. */
export function passBySocket(chain: Chain): Partial<WSPPROC_TABLE> {
  const slots: Record<string, Slot> = {};
  for (const name of BY_SOCKET) {
    const below = chain.next.slots[name] as unknown as Slot;
    const failure = BOOL_SLOTS.includes(name) ? false : SOCKET_ERROR;
    slots[name] = (s, ...rest) => {
      const socket = chain.find(s as SOCKET, rest[rest.length - 1] as LPINT);
      return socket === null ? failure : below(socket.lower, ...rest);
    };
  }
  const getSockOpt = slots.WSPGetSockOpt;
  slots.WSPGetSockOpt = (s, level, optname, optval, optlen, lpErrno) =>
    level === SOL_SOCKET && optname === SO_PROTOCOL_INFOW
      ? giveInfo(chain, s as SOCKET, optval, optlen, lpErrno as LPINT)
      : getSockOpt(s, level, optname, optval, optlen, lpErrno);
  return slots as unknown as Partial<WSPPROC_TABLE>;
}

/** The application sees the chain, not the base. */
function giveInfo(chain: Chain, s: SOCKET, optval: unknown, optlen: unknown, lpErrno: LPINT): number {
  if (chain.find(s, lpErrno) === null) return SOCKET_ERROR;
  if (!(optval instanceof Uint8Array) || !isRef(optlen) || !((optlen.value as number) >= WSAPROTOCOL_INFOW_SIZE)) {
    setErrno(lpErrno, WSAEFAULT);
    return SOCKET_ERROR;
  }
  if (optval.length < WSAPROTOCOL_INFOW_SIZE) {
    setErrno(lpErrno, WSAEFAULT);
    return SOCKET_ERROR;
  }
  encodeProtocolInfo(chain.info, optval);
  optlen.value = WSAPROTOCOL_INFOW_SIZE;
  return 0;
}

/** The slots that make, adopt or end sockets, and those that carry a protocol info. */
export function passSockets(chain: Chain): Partial<WSPPROC_TABLE> {
  const { slots: next } = chain.next;
  return {
    WSPSocket(af, type, protocol, lpProtocolInfo, g, dwFlags, lpErrno) {
      const lower = next.WSPSocket(af, type, protocol, chain.infoBelow(lpProtocolInfo), g, dwFlags, lpErrno);
      return lower === SOCKET_ERROR ? lower : chain.wrap(lower, lpErrno);
    },

    WSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno) {
      const socket = chain.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR as SOCKET;
      const lower = next.WSPAccept(socket.lower, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno);
      return lower === SOCKET_ERROR ? lower : chain.wrap(lower, lpErrno);
    },

    WSPJoinLeaf(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, dwFlags, lpErrno) {
      const socket = chain.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR as SOCKET;
      const { lower } = socket;
      const leaf = next.WSPJoinLeaf(lower, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, dwFlags, lpErrno);
      if (leaf === SOCKET_ERROR) return leaf;
      return leaf === lower ? s : chain.wrap(leaf, lpErrno);
    },

    WSPDuplicateSocket(s, dwProcessId, lpProtocolInfo, lpErrno) {
      const socket = chain.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const result = next.WSPDuplicateSocket(socket.lower, dwProcessId, lpProtocolInfo, lpErrno);
      if (result !== 0) return result;
      // the taker asks for the chain, and its layer finds the token in the chain's own info
      const { dwProviderReserved } = lpProtocolInfo;
      Object.assign(lpProtocolInfo, chain.info, { dwProviderReserved });
      return 0;
    },

    WSPCloseSocket(s, lpErrno) {
      const socket = chain.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      // closed below first: the operations under way end with the handle above still there
      socket.isClosing = true;
      const result = next.WSPCloseSocket(socket.lower, lpErrno);
      if (result !== 0) {
        socket.isClosing = false;
        return result;
      }
      chain.settle(socket);
      return 0;
    },

    WSPAddressToString: (address, length, info, text, textLength, lpErrno) =>
      next.WSPAddressToString(address, length, chain.infoBelow(info), text, textLength, lpErrno),
    WSPStringToAddress: (text, family, info, address, addressLength, lpErrno) =>
      next.WSPStringToAddress(text, family, chain.infoBelow(info), address, addressLength, lpErrno),
    WSPCancelBlockingCall: (lpErrno) => next.WSPCancelBlockingCall(lpErrno),
    WSPCleanup: (lpErrno) => next.WSPCleanup(lpErrno),
  };
}
