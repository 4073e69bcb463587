import { addressText } from "@ws2kit/example-own-provider/parts/address-text";
import {
  AF_INET,
  defineProvider,
  FIONBIO,
  FROM_PROTOCOL_INFO,
  getUint32,
  type LPINT,
  MAKEWORD,
  type Pointer,
  type ProviderModule,
  type Ref,
  ref,
  SO_TYPE,
  SOCK_SEQPACKET,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  sockaddr_in,
  sockaddrFamily,
  sockaddrPort,
  type WSABUF,
  WSAEADDRINUSE,
  WSAEAFNOSUPPORT,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAEMFILE,
  WSAEMSGSIZE,
  WSAENOPROTOOPT,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSAESHUTDOWN,
  WSAESOCKTNOSUPPORT,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
  XP1_MESSAGE_ORIENTED,
} from "@ws2kit/spi";
import { fillSlots } from "./slot-table.js";

const PROTOCOL = 132;
const FIRST_EPHEMERAL = 49152;

/** One end of a connection of messages, or a socket that can become one. */
class Packets {
  port = 0;
  peer: Packets | null = null;
  peerPort = 0;
  isNonBlocking = false;
  isClosed = false;
  sendIsShut = false;
  receiveIsShut = false;
  backlog = 0;
  readonly arrivals: Packets[] = [];
  readonly messages: Uint8Array[] = [];
}

/**
 * A third party's message-oriented stream over the loopback: SOCK_SEQPACKET, which delivers whole messages in order.
 */
export const seqpacket: ProviderModule = (_platform, imports) => {
  const ports = imports.shared("seqpacket", () => new Map<number, Packets>());
  const open = new Map<SOCKET, Packets>();
  let upcalls = {} as WSPUPCALLTABLE;
  let entryId = 0;

  const fail = (lpErrno: LPINT, code: number) => {
    setErrno(lpErrno, code);
    return SOCKET_ERROR;
  };
  const find = (s: SOCKET): Packets | null => {
    const context = ref<unknown>(null);
    const isKnown = upcalls.WPUQuerySocketHandleContext(s, context, ref(0)) === 0;
    return isKnown && context.value instanceof Packets ? context.value : null;
  };
  /** Runs a slot on the object of a handle. The slot returns 0 or a code. */
  const on = (s: SOCKET, lpErrno: LPINT, act: (packets: Packets) => number): number => {
    const packets = find(s);
    const code = packets === null ? WSAENOTSOCK : act(packets);
    return code === 0 ? 0 : fail(lpErrno, code);
  };
  const admit = (packets: Packets, lpErrno: LPINT): SOCKET => {
    const s = upcalls.WPUCreateSocketHandle(entryId, packets, lpErrno);
    if (s === SOCKET_ERROR) return fail(lpErrno, WSAEMFILE) as SOCKET;
    open.set(s, packets);
    return s;
  };
  const bind = (packets: Packets, wanted: number): boolean => {
    let port = wanted === 0 ? FIRST_EPHEMERAL : wanted;
    while (wanted === 0 && ports.has(port)) port++;
    if (ports.has(port)) return false;
    ports.set(port, packets);
    packets.port = port;
    return true;
  };
  const close = (packets: Packets) => {
    packets.isClosed = true;
    if (ports.get(packets.port) === packets) ports.delete(packets.port);
    for (const arrival of packets.arrivals.splice(0)) close(arrival);
  };
  const letGo = () => {
    for (const packets of open.values()) close(packets);
    open.clear();
  };
  imports.onTermination(letGo);
  const isReadable = (p: Packets) =>
    p.isClosed || p.messages.length > 0 || p.arrivals.length > 0 || (p.peer !== null && hasEnded(p.peer));
  const hasEnded = (peer: Packets) => peer.isClosed || peer.sendIsShut;
  const nameCode = (name: Pointer, length: number) => {
    if (name === null || length < SOCKADDR_IN_SIZE || name.length < SOCKADDR_IN_SIZE) return WSAEFAULT;
    return sockaddrFamily(name) === AF_INET ? 0 : WSAEAFNOSUPPORT;
  };
  const tell = (port: number, name: Pointer, length: Ref<number> | null) => {
    if (name === null || length === null || length.value < SOCKADDR_IN_SIZE) return WSAEFAULT;
    name.set(sockaddr_in("127.0.0.1", port));
    length.value = SOCKADDR_IN_SIZE;
    return 0;
  };
  const send = (p: Packets, buffers: readonly WSABUF[], sent: Ref<number> | null, isOverlapped: boolean) => {
    if (isOverlapped) return WSAEOPNOTSUPP;
    if (p.peer === null) return WSAENOTCONN;
    if (p.sendIsShut) return WSAESHUTDOWN;
    if (p.peer.isClosed) return WSAECONNRESET;
    const message = buffers.flatMap(({ buf, off, len }) =>
      Array.from((buf ?? new Uint8Array(0)).subarray(off, off + len)),
    );
    p.peer.messages.push(new Uint8Array(message));
    if (sent !== null) sent.value = message.length;
    return 0;
  };
  const receive = (p: Packets, buffers: readonly WSABUF[], received: Ref<number> | null, isOverlapped: boolean) => {
    if (isOverlapped) return WSAEOPNOTSUPP;
    if (p.peer === null) return WSAENOTCONN;
    if (p.receiveIsShut) return WSAESHUTDOWN;
    if (!isReadable(p) && p.isNonBlocking) return WSAEWOULDBLOCK;
    const code = imports.wait({ ready: () => isReadable(p) }, -1);
    if (code !== 0) return code;
    const message = p.messages.shift() ?? new Uint8Array(0);
    let at = 0;
    for (const { buf, off, len } of buffers) {
      const part = message.subarray(at, at + len);
      buf?.set(part, off);
      at += part.length;
    }
    if (received !== null) received.value = at;
    return at < message.length ? WSAEMSGSIZE : 0;
  };

  const slots: Partial<WSPPROC_TABLE> = {
    WSPSocket(af, type, protocol, info, g, dwFlags, lpErrno) {
      const fits = (value: number, own: number) => value === own || value === 0 || value === FROM_PROTOCOL_INFO;
      if (!fits(af, AF_INET) || info.iAddressFamily !== AF_INET) return fail(lpErrno, WSAEAFNOSUPPORT) as SOCKET;
      if (!fits(type, SOCK_SEQPACKET)) return fail(lpErrno, WSAESOCKTNOSUPPORT) as SOCKET;
      if (!fits(protocol, PROTOCOL)) return fail(lpErrno, WSAEPROTONOSUPPORT) as SOCKET;
      if (g !== 0 || (dwFlags & ~1) !== 0) return fail(lpErrno, WSAEINVAL) as SOCKET;
      entryId = info.dwCatalogEntryId;
      return admit(new Packets(), lpErrno);
    },
    WSPCloseSocket: (s, lpErrno) =>
      on(s, lpErrno, (p) => {
        close(p);
        open.delete(s);
        return upcalls.WPUCloseSocketHandle(s, lpErrno);
      }),
    WSPCleanup() {
      letGo();
      return 0;
    },
    WSPBind: (s, name, length, lpErrno) =>
      on(s, lpErrno, (p) => {
        const code = nameCode(name, length);
        if (code !== 0) return code;
        if (p.port !== 0) return WSAEINVAL;
        return bind(p, sockaddrPort(name as Uint8Array)) ? 0 : WSAEADDRINUSE;
      }),
    WSPListen: (s, backlog, lpErrno) =>
      on(s, lpErrno, (p) => {
        if (p.port === 0) return WSAEINVAL;
        if (p.peer !== null) return WSAEISCONN;
        p.backlog = Math.max(backlog, 1);
        return 0;
      }),
    WSPConnect: (s, name, length, _caller, _callee, _sqos, _gqos, lpErrno) =>
      on(s, lpErrno, (p) => {
        const code = nameCode(name, length);
        if (code !== 0) return code;
        if (p.peer !== null) return WSAEISCONN;
        if (p.backlog > 0) return WSAEINVAL;
        const listener = ports.get(sockaddrPort(name as Uint8Array));
        if (listener === undefined || listener.arrivals.length >= listener.backlog) return WSAECONNREFUSED;
        if (p.port === 0) bind(p, 0);
        const far = new Packets();
        Object.assign(far, { port: listener.port, peer: p, peerPort: p.port, isNonBlocking: listener.isNonBlocking });
        Object.assign(p, { peer: far, peerPort: listener.port });
        listener.arrivals.push(far);
        return 0;
      }),
    WSPAccept(s, addr, addrlen, _condition, _data, lpErrno) {
      const p = find(s);
      if (p === null) return fail(lpErrno, WSAENOTSOCK) as SOCKET;
      if (p.backlog === 0) return fail(lpErrno, WSAEINVAL) as SOCKET;
      if (p.arrivals.length === 0 && p.isNonBlocking) return fail(lpErrno, WSAEWOULDBLOCK) as SOCKET;
      const code = imports.wait({ ready: () => isReadable(p) }, -1);
      if (code !== 0) return fail(lpErrno, code) as SOCKET;
      const [arrival] = p.arrivals;
      if (addr !== null && addrlen !== null && tell(arrival.peerPort, addr, addrlen) !== 0) {
        return fail(lpErrno, WSAEFAULT) as SOCKET;
      }
      p.arrivals.shift();
      return admit(arrival, lpErrno);
    },
    WSPShutdown: (s, how, lpErrno) =>
      on(s, lpErrno, (p) => {
        if (how !== 0 && how !== 1 && how !== 2) return WSAEINVAL;
        if (p.peer === null) return WSAENOTCONN;
        if (how !== 1) p.receiveIsShut = true;
        if (how !== 0) p.sendIsShut = true;
        return 0;
      }),
    WSPGetSockName: (s, name, length, lpErrno) =>
      on(s, lpErrno, (p) => (p.port === 0 ? WSAEINVAL : tell(p.port, name, length))),
    WSPGetPeerName: (s, name, length, lpErrno) =>
      on(s, lpErrno, (p) => (p.peer === null ? WSAENOTCONN : tell(p.peerPort, name, length))),
    WSPSend: (s, buffers, n, sent, _flags, overlapped, _routine, _thread, lpErrno) =>
      on(s, lpErrno, (p) => send(p, buffers.slice(0, n), sent, overlapped !== null)),
    WSPSendTo: (s, buffers, n, sent, _flags, _to, _tolen, overlapped, _routine, _thread, lpErrno) =>
      on(s, lpErrno, (p) => send(p, buffers.slice(0, n), sent, overlapped !== null)),
    WSPRecv: (s, buffers, n, received, _flags, overlapped, _routine, _thread, lpErrno) =>
      on(s, lpErrno, (p) => receive(p, buffers.slice(0, n), received, overlapped !== null)),
    WSPRecvFrom: (s, buffers, n, received, _flags, _from, _fromlen, overlapped, _routine, _thread, lpErrno) =>
      on(s, lpErrno, (p) => receive(p, buffers.slice(0, n), received, overlapped !== null)),
    WSPIoctl: (s, code, input, cbInput, _output, _cbOutput, _returned, _overlapped, _routine, _thread, lpErrno) =>
      on(s, lpErrno, (p) => {
        if (code !== FIONBIO) return WSAEOPNOTSUPP;
        if (!(input instanceof Uint8Array) || cbInput < 4) return WSAEFAULT;
        p.isNonBlocking = getUint32(input, 0) !== 0;
        return 0;
      }),
    WSPGetSockOpt: (s, level, optname, optval, optlen, lpErrno) =>
      on(s, lpErrno, () => {
        if (level !== SOL_SOCKET) return WSAEINVAL;
        if (optname !== SO_TYPE) return WSAENOPROTOOPT;
        if (optval === null || optlen === null || optlen.value < 4) return WSAEFAULT;
        optval.set([SOCK_SEQPACKET, 0, 0, 0]);
        optlen.value = 4;
        return 0;
      }),
    WSPSetSockOpt: (s, level, _optname, optval, _optlen, lpErrno) =>
      on(s, lpErrno, () => (optval === null ? WSAEFAULT : level === SOL_SOCKET ? WSAENOPROTOOPT : WSAEINVAL)),
    WSPSelect(_nfds, readfds, writefds, exceptfds, timeout, lpErrno) {
      const sets = [readfds, writefds, exceptfds].map((set) =>
        (set?.fd_array.slice(0, set.fd_count) ?? []).map((s) => ({ s, p: find(s) })),
      );
      const all = sets.flat();
      if (all.length === 0) return fail(lpErrno, WSAEINVAL);
      if (all.some(({ p }) => p === null)) return fail(lpErrno, WSAENOTSOCK);
      if (timeout !== null && (timeout.tv_sec < 0 || timeout.tv_usec < 0)) return fail(lpErrno, WSAEINVAL);
      const [reading, writing] = sets;
      const readable = () => reading.filter(({ p }) => isReadable(p as Packets)).map(({ s }) => s);
      const writable = () => writing.filter(({ p }) => p?.peer !== null).map(({ s }) => s);
      const ms = timeout === null ? -1 : timeout.tv_sec * 1000 + timeout.tv_usec / 1000;
      const code = imports.wait({ ready: () => readable().length + writable().length > 0 }, ms);
      if (code !== 0 && code !== WSAETIMEDOUT) return fail(lpErrno, code);
      const ready = [readable(), writable(), []];
      [readfds, writefds, exceptfds].forEach((set, i) => {
        if (set !== null) Object.assign(set, { fd_array: ready[i], fd_count: ready[i].length });
      });
      return ready[0].length + ready[1].length;
    },
  };

  return defineProvider({
    ProviderId: "4B2F31D4-6A0C-4C52-9B61-52A7D5F10005",
    protocols: [
      {
        iAddressFamily: AF_INET,
        iSocketType: SOCK_SEQPACKET,
        iProtocol: PROTOCOL,
        dwServiceFlags1: XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_MESSAGE_ORIENTED,
        szProtocol: "Messages [SEQPACKET]",
      },
    ],
    supports: { options: ["SO_TYPE"] },
    WSPStartup(wVersionRequested, data, _info, table, procedures) {
      if ((wVersionRequested & 0xff) < 2) return 10092;
      upcalls = table;
      data.wVersion = MAKEWORD(2, 2);
      data.wHighVersion = MAKEWORD(2, 2);
      // its names are IPv4 addresses, as in the example
      fillSlots(procedures, { ...slots, ...addressText({} as never) });
      return 0;
    },
  });
};
