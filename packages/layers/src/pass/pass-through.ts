import {
  CF_ACCEPT,
  CF_DEFER,
  encodeProtocolInfo,
  failureOf,
  isBytes,
  isRef,
  type LPCONDITIONPROC,
  type LPINT,
  SO_PROTOCOL_INFOW,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  WSAEFAULT,
  WSAEMFILE,
  WSANOTINITIALISED,
  type WSAPROTOCOL_INFOW,
  WSAPROTOCOL_INFOW_SIZE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { infoBelow, type Layer } from "../kit/layer.js";
import { ask, type Link, thrownBy } from "../kit/link.js";

type Slot = (...args: unknown[]) => unknown;

/** The slots that replace only their first parameter, a socket, when they forward a call. */
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

/** Returns the slots that forward a call with the handle of the provider below. */
export function passBySocket(layer: Layer): Partial<WSPPROC_TABLE> {
  const slots: Record<string, Slot> = {};
  for (const name of BY_SOCKET) {
    const failure = failureOf(name);
    slots[name] = (s, ...rest) => {
      const socket = layer.find(s as SOCKET, rest[rest.length - 1] as LPINT);
      if (socket === null) return failure;
      try {
        return (socket.below.slots[name] as unknown as Slot)(socket.lower, ...rest);
      } catch (error) {
        throw thrownBy(socket.below, name, error);
      }
    };
  }
  const getSockOpt = slots.WSPGetSockOpt;
  slots.WSPGetSockOpt = (s, level, optname, optval, optlen, lpErrno) =>
    level === SOL_SOCKET && optname === SO_PROTOCOL_INFOW
      ? writeInfo(layer, s as SOCKET, optval, optlen, lpErrno as LPINT)
      : getSockOpt(s, level, optname, optval, optlen, lpErrno);
  return slots as unknown as Partial<WSPPROC_TABLE>;
}

/** SO_PROTOCOL_INFOW: writes the catalog entry of the chain, not that of the base provider. */
function writeInfo(layer: Layer, s: SOCKET, optval: unknown, optlen: unknown, lpErrno: LPINT): number {
  const socket = layer.find(s, lpErrno);
  if (socket === null) return SOCKET_ERROR;
  const isLong = isBytes(optval) && isRef(optlen) && (optlen.value as number) <= optval.length;
  if (!isLong || !((optlen.value as number) >= WSAPROTOCOL_INFOW_SIZE)) {
    if (isLong && (optlen.value as number) > 0) optlen.value = WSAPROTOCOL_INFOW_SIZE;
    setErrno(lpErrno, WSAEFAULT);
    return SOCKET_ERROR;
  }
  encodeProtocolInfo(socket.chain, optval);
  return 0;
}

/** Returns the link of the chain in `info`, which must not be null; or null with the code. */
function linkOf(layer: Layer, info: Readonly<WSAPROTOCOL_INFOW> | null, lpErrno: LPINT): Link | null {
  if (info !== null) return layer.links.of(info, lpErrno);
  setErrno(lpErrno, WSAEFAULT);
  return null;
}

/**
 * The condition function of an accept by a layer that has no handle left: it defers the connection, so that the next
 * accept returns it, unless the application's condition function refuses it.
 */
class Deferral {
  isDeferred = false;

  constructor(readonly asked: LPCONDITIONPROC | null) {}

  readonly condition: LPCONDITIONPROC = (...args) => {
    const answer = typeof this.asked === "function" ? this.asked(...args) : CF_ACCEPT;
    this.isDeferred = answer === CF_ACCEPT;
    return this.isDeferred ? CF_DEFER : answer;
  };
}

/** Returns the slots that create, duplicate or close sockets, and those with a protocol information. */
export function passSockets(layer: Layer): Partial<WSPPROC_TABLE> {
  return {
    WSPSocket(af, type, protocol, lpProtocolInfo, g, dwFlags, lpErrno) {
      const below = layer.links.of(lpProtocolInfo, lpErrno);
      if (below === null) return SOCKET_ERROR as SOCKET;
      const info = infoBelow(lpProtocolInfo, below);
      // a duplicate can be opened only once, so a handle is reserved first
      const isFree = info.dwProviderReserved === 0 || layer.passesHandles;
      const reserved = isFree ? undefined : layer.reserve(below, lpErrno);
      if (reserved === null) return SOCKET_ERROR as SOCKET;
      try {
        const lower = ask(below, "WSPSocket", (slots) =>
          slots.WSPSocket(af, type, protocol, info, g, dwFlags, lpErrno),
        );
        return layer.wrapAnswer(lower, below, "WSPSocket", lpErrno, reserved);
      } finally {
        if (reserved) layer.unreserve(reserved);
      }
    },

    WSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR as SOCKET;
      const { lower, below } = socket;
      // a socket with a passed handle needs no handle of the layer
      const reserved = lower === s ? undefined : layer.reserve(below, lpErrno);
      const deferral = reserved === null ? new Deferral(lpfnCondition) : null;
      const condition = deferral === null ? lpfnCondition : deferral.condition;
      try {
        const accepted = ask(below, "WSPAccept", (slots) =>
          slots.WSPAccept(lower, addr, addrlen, condition, dwCallbackData, lpErrno),
        );
        if (deferral?.isDeferred) setErrno(lpErrno, WSAEMFILE);
        return layer.wrapAnswer(accepted, below, "WSPAccept", lpErrno, reserved);
      } finally {
        if (reserved) layer.unreserve(reserved);
      }
    },

    WSPJoinLeaf(s, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, dwFlags, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR as SOCKET;
      const { lower, below } = socket;
      const leaf = ask(below, "WSPJoinLeaf", (slots) =>
        slots.WSPJoinLeaf(lower, name, namelen, lpCallerData, lpCalleeData, lpSQOS, lpGQOS, dwFlags, lpErrno),
      );
      return leaf === lower ? s : layer.wrapAnswer(leaf, below, "WSPJoinLeaf", lpErrno);
    },

    WSPDuplicateSocket(s, dwProcessId, lpProtocolInfo, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const result = ask(socket.below, "WSPDuplicateSocket", (slots) =>
        slots.WSPDuplicateSocket(socket.lower, dwProcessId, lpProtocolInfo, lpErrno),
      );
      if (result !== 0) return result;
      // the other process passes the entry of the chain, with the token of the base provider
      const { dwProviderReserved } = lpProtocolInfo;
      Object.assign(lpProtocolInfo, socket.chain, { dwProviderReserved });
      return 0;
    },

    WSPCloseSocket(s, lpErrno) {
      const socket = layer.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      // closed below first: the upper handle must exist until its operations have ended
      layer.beginClose(socket);
      let result: number;
      try {
        result = socket.below.slots.WSPCloseSocket(socket.lower, lpErrno);
      } catch (error) {
        socket.isClosing = false;
        throw thrownBy(socket.below, "WSPCloseSocket", error);
      }
      if (result === 0) layer.settle(socket);
      else socket.isClosing = false;
      return result;
    },

    WSPAddressToString(address, length, info, text, textLength, lpErrno) {
      const below = linkOf(layer, info, lpErrno);
      if (info === null || below === null) return SOCKET_ERROR;
      return ask(below, "WSPAddressToString", (slots) =>
        slots.WSPAddressToString(address, length, infoBelow(info, below), text, textLength, lpErrno),
      );
    },

    WSPStringToAddress(text, family, info, address, addressLength, lpErrno) {
      const below = linkOf(layer, info, lpErrno);
      if (info === null || below === null) return SOCKET_ERROR;
      return ask(below, "WSPStringToAddress", (slots) =>
        slots.WSPStringToAddress(text, family, infoBelow(info, below), address, addressLength, lpErrno),
      );
    },

    WSPCancelBlockingCall: (lpErrno) => (layer.imports.cancelWait() ? 0 : layer.links.cancelBlockingCall(lpErrno)),

    WSPCleanup(lpErrno) {
      if (layer.startups === 0) {
        setErrno(lpErrno, WSANOTINITIALISED);
        return SOCKET_ERROR;
      }
      return --layer.startups > 0 ? 0 : layer.cleanup(lpErrno);
    },
  };
}
