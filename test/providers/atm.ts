import {
  defineProvider,
  FD_READ,
  FIONBIO,
  getUint32,
  type LPINT,
  MAKEWORD,
  type ProviderModule,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  sockaddrPort,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSAEADDRINUSE,
  WSAECONNREFUSED,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
  XP1_MULTIPOINT_CONTROL_PLANE,
  XP1_MULTIPOINT_DATA_PLANE,
} from "@ws2kit/spi";
import { multipoint } from "@ws2kit/tcpip";
import { ATM_PROTOCOLS } from "./atm-planes.js";
import { type AtmSwitch, Endpoint } from "./atm-switch.js";
import { fillSlots } from "./slot-table.js";

export const ATM_PATH = "atm.dll";
const LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;

/** The object of a handle: the endpoint, and the catalog entry that opened it. */
interface Context {
  readonly endpoint: Endpoint;
  readonly entryId: number;
  readonly hasRootedControl: boolean;
  readonly hasRootedData: boolean;
}

function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}

/** A third party's provider for point-to-multipoint connections over a switch that connects all hosts. */
export const atm =
  (net: AtmSwitch): ProviderModule =>
  (_platform, imports) => {
    let upcalls = {} as WSPUPCALLTABLE;
    const open = new Set<Endpoint>();
    const closeAll = () => {
      for (const endpoint of open) net.remove(endpoint);
      open.clear();
    };
    imports.onTermination(closeAll);

    const onSocket = (s: SOCKET, lpErrno: LPINT, act: (context: Context) => number): number => {
      const context = ref<unknown>(null);
      if (upcalls.WPUQuerySocketHandleContext(s, context, lpErrno) !== 0) return fail(lpErrno, WSAENOTSOCK);
      return act(context.value as Context);
    };
    const handleFor = (context: Context, lpErrno: LPINT): SOCKET => {
      open.add(context.endpoint);
      return upcalls.WPUCreateSocketHandle(context.entryId, context, lpErrno);
    };
    /** A new descriptor that inherits the mode and the event of another. */
    const inherit = (from: Context, endpoint: Endpoint, lpErrno: LPINT): SOCKET => {
      const { isNonBlocking, mask, signal } = from.endpoint;
      Object.assign(endpoint, { isNonBlocking, mask, signal });
      return handleFor({ ...from, endpoint }, lpErrno);
    };
    /** Waits if the socket is blocking. Returns 0 or the code. */
    const await_ = ({ isNonBlocking }: Endpoint, ready: () => boolean): number => {
      if (ready()) return 0;
      return isNonBlocking ? WSAEWOULDBLOCK : imports.wait({ ready }, -1);
    };

    const slots: Partial<WSPPROC_TABLE> = {
      WSPSocket(_af, _type, _protocol, info, _g, dwFlags, lpErrno) {
        if (!multipoint.admits(info, dwFlags)) return fail(lpErrno, WSAEINVAL) as SOCKET;
        const hasRootedControl = (info.dwServiceFlags1 & XP1_MULTIPOINT_CONTROL_PLANE) !== 0;
        const hasRootedData = (info.dwServiceFlags1 & XP1_MULTIPOINT_DATA_PLANE) !== 0;
        const endpoint = new Endpoint(dwFlags);
        return handleFor({ endpoint, entryId: info.dwCatalogEntryId, hasRootedControl, hasRootedData }, lpErrno);
      },
      WSPCloseSocket: (s, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          open.delete(endpoint);
          net.remove(endpoint);
          return upcalls.WPUCloseSocketHandle(s, lpErrno);
        }),
      WSPCleanup() {
        closeAll();
        return 0;
      },
      WSPBind: (s, name, _namelen, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) =>
          net.attach(endpoint, sockaddrPort(name as Uint8Array)) ? 0 : fail(lpErrno, WSAEADDRINUSE),
        ),
      WSPListen: (s, _backlog, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          if (endpoint.address === 0) return fail(lpErrno, WSAEINVAL);
          endpoint.isListening = true;
          return 0;
        }),
      WSPAccept: (s, _addr, _addrlen, _condition, _data, lpErrno) =>
        onSocket(s, lpErrno, (context) => {
          const { endpoint } = context;
          if (!endpoint.isListening) return fail(lpErrno, WSAEINVAL);
          const code = await_(endpoint, () => endpoint.arrivals.length > 0);
          const arrival = code === 0 ? endpoint.arrivals.shift() : undefined;
          return arrival === undefined ? fail(lpErrno, code) : inherit(context, arrival, lpErrno);
        }) as SOCKET,
      WSPJoinLeaf: (s, name, _namelen, _caller, _callee, _sqos, _gqos, _dwFlags, lpErrno) =>
        onSocket(s, lpErrno, (context) => {
          const { endpoint, hasRootedControl, hasRootedData } = context;
          const address = sockaddrPort(name as Uint8Array);
          if (endpoint.isRoot) {
            const ours = net.invite(endpoint, address, LEAF, hasRootedData);
            return ours === null ? fail(lpErrno, WSAECONNREFUSED) : inherit(context, ours, lpErrno);
          }
          if (endpoint.session !== null) return fail(lpErrno, WSAEISCONN);
          if (!hasRootedControl) net.join(endpoint, address, hasRootedData);
          else if (!net.call(endpoint, address, hasRootedData)) return fail(lpErrno, WSAECONNREFUSED);
          return s;
        }) as SOCKET,
      WSPSend: (s, [{ buf, off, len }], _count, sent, _flags, _overlapped, _routine, _thread, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          if (endpoint.session === null || endpoint.hasEnded) return fail(lpErrno, WSAENOTCONN);
          endpoint.session.send(endpoint, (buf as Uint8Array).slice(off, off + len));
          if (sent !== null) sent.value = len;
          return 0;
        }),
      WSPRecv: (s, [{ buf, off }], _count, received, _flags, _overlapped, _routine, _thread, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          const { messages } = endpoint;
          const code = await_(endpoint, () => messages.length > 0 || endpoint.hasEnded);
          if (code !== 0) return fail(lpErrno, code);
          const message = messages.shift() ?? new Uint8Array(0);
          (buf as Uint8Array).set(message, off);
          if (received !== null) received.value = message.length;
          if (messages.length > 0) endpoint.happen(FD_READ);
          return 0;
        }),
      WSPIoctl: (s, code, input, _cbIn, _output, _cbOut, _returned, _overlapped, _routine, _thread, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          if (code !== FIONBIO) return fail(lpErrno, WSAEOPNOTSUPP);
          endpoint.isNonBlocking = getUint32(input as Uint8Array, 0) !== 0;
          return 0;
        }),
      WSPEventSelect: (s, hEvent, lNetworkEvents, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          endpoint.isNonBlocking = true;
          endpoint.mask = lNetworkEvents;
          endpoint.signal = () => void (hEvent !== null && upcalls.WPUSetEvent(hEvent, ref(0)));
          return 0;
        }),
      WSPEnumNetworkEvents: (s, hEvent, lpNetworkEvents, lpErrno) =>
        onSocket(s, lpErrno, ({ endpoint }) => {
          lpNetworkEvents.lNetworkEvents = endpoint.events;
          endpoint.events = 0;
          if (hEvent !== null) upcalls.WPUResetEvent(hEvent, ref(0));
          return 0;
        }),
    };

    return defineProvider({
      ProviderId: "4B2F31D4-6A0C-4C52-9B61-52A7D5F10002",
      supports: { multipoint: true },
      protocols: ATM_PROTOCOLS,
      WSPStartup(_version, data, _info, table, lpProcTable) {
        upcalls = table;
        data.wVersion = MAKEWORD(2, 2);
        data.wHighVersion = MAKEWORD(2, 2);
        fillSlots(lpProcTable, slots);
        return 0;
      },
    });
  };
