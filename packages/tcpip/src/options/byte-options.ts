import {
  AF_INET,
  encodeProtocolInfo,
  getUint32,
  IP_DROP_MEMBERSHIP,
  WSAEADDRNOTAVAIL,
  WSAEFAULT,
  WSAEINVAL,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import type { Socket } from "../socket/socket.js";
import { forward, type RawOption, storedValue } from "./option.js";

/*
 * Options whose value is not a single number. Source: reference §4.2; oracle options.
 */

/**
 * SO_PROTOCOL_INFOW: the catalog entry. If the room is too little, `optlen` receives the size needed; otherwise it does
 * not change.
 */
export const protocolInfo: RawOption = {
  getBytes(socket, optval, optlen) {
    if (optlen.value < WSAPROTOCOL_INFOW_SIZE) {
      optlen.value = WSAPROTOCOL_INFOW_SIZE;
      return -WSAEFAULT;
    }
    encodeProtocolInfo(socket.info, optval);
    return 0;
  },
};

const LONGEST_OPTIONS = 40;

/** IP_OPTIONS: bytes, padded to a multiple of 4; initially empty. */
export function ipOptions(): RawOption {
  const stored = new WeakMap<Socket, Uint8Array>();
  return {
    getBytes(socket, optval, optlen) {
      const bytes = stored.get(socket);
      const length = Math.min(bytes?.length ?? 0, optlen.value);
      if (bytes !== undefined) optval.set(bytes.subarray(0, length));
      optlen.value = length;
      return 0;
    },
    setBytes(socket, optval, optlen) {
      if (optlen > LONGEST_OPTIONS) return -WSAEINVAL;
      const bytes = new Uint8Array((optlen + 3) & ~3);
      if (optlen > 0) bytes.set((optval as Uint8Array).subarray(0, optlen));
      stored.set(socket, bytes);
      return 0;
    },
  };
}

/** Joins or leaves a group of an IP_MREQ or IPV6_MREQ of `size` bytes. */
export function membership(size: number): RawOption {
  return {
    setBytes(socket, optval, optlen, _tcp, level, optname) {
      if (socket.isStream || optlen < size) return -WSAEINVAL;
      const { network } = socket.context;
      const result = network.setsockopt(socket.fd, level, optname, optval as Uint8Array, size);
      // the socket has not joined the group
      return optname === IP_DROP_MEMBERSHIP && result === -WSAEADDRNOTAVAIL ? -WSAEINVAL : result;
    },
  };
}

/**
 * IP_MULTICAST_IF: an interface's address, or an IP_MREQ that contains it. getsockopt writes as much as there is room
 * for.
 */
export const multicastInterface: RawOption = {
  getBytes(socket, optval, optlen, level, optname) {
    if (socket.isStream) return -WSAEINVAL;
    const value = storedValue(socket, level, optname);
    optlen.value = Math.min(optlen.value, 4);
    for (let i = 0; i < optlen.value; i++) optval[i] = value >>> (8 * i);
    return 0;
  },
  setBytes(socket, optval, optlen, _tcp, level, optname) {
    if (socket.isStream || optlen < 4) return -WSAEINVAL;
    const address = getUint32(optval as Uint8Array, optlen < 8 ? 0 : 4);
    if (address !== 0 && socket.af !== AF_INET) return -WSAEINVAL;
    return forward(socket, address, level, optname) < 0 ? -WSAEINVAL : 0;
  },
};
