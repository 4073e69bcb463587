import {
  AF_INET,
  INVALID_SOCKET,
  NI_NAMEREQD,
  NI_NUMERICHOST,
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEPROTONOSUPPORT,
  WSAEPROTOTYPE,
  type WSAEVENT,
  WSAHOST_NOT_FOUND,
  WSASYSCALLFAILURE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Socket = WSPPROC_TABLE["WSPSocket"];

/** WSPSocket as ws2 calls it, with other arguments. */
const given = (change: (...args: Parameters<Socket>) => Parameters<Socket>) => ({
  slots: {
    WSPSocket:
      (socket: Socket) =>
      (...args: Parameters<Socket>) =>
        socket(...change(...args)),
  },
});

/** Faults of ws2 with every provider: in its upcalls, and in its calls of slots. */
const STORING: readonly Row[] = [
  [
    "the catalog changes although it cannot be stored",
    "WSCInstallProvider/stored",
    { machine: ({ catalog }) => void Object.assign(catalog, { commit: (change: () => number) => change() }) },
  ],
];

const BOTH: readonly Row[] = [
  [
    "an entry's id is that of the first in the catalog",
    "catalog/entry-ids",
    {
      machine: ({ catalog }) => {
        const [first] = catalog.entries;
        Object.defineProperty(catalog, "nextId", { get: () => first.dwCatalogEntryId, set: () => undefined });
      },
    },
  ],
  [
    "WPUCreateSocketHandle reports WSAEINVAL only for an unknown entry",
    "WPUCreateSocketHandle/failure",
    {
      upcalls: {
        WPUCreateSocketHandle:
          (create) =>
          (...args) => {
            const s = create(...args);
            return s === INVALID_SOCKET ? refuse(args, 0) : s;
          },
      },
    },
  ],
  [
    "WPUQuerySocketHandleContext returns a copy",
    "WPUQuerySocketHandleContext/context",
    {
      upcalls: {
        WPUQuerySocketHandleContext: (query) => (s, context, errno) => {
          const result = query(s, context, errno);
          if (result === 0) context.value = { ...(context.value as object) };
          return result;
        },
      },
    },
  ],
  [
    "WPUQuerySocketHandleContext accepts any number",
    "WPUQuerySocketHandleContext/foreign (a number)",
    {
      upcalls: {
        WPUQuerySocketHandleContext:
          (query) =>
          (...args) =>
            query(...args) && 0,
      },
    },
  ],
  [
    "WPUCloseSocketHandle does not close the handle",
    "WPUCloseSocketHandle/closes",
    { upcalls: { WPUCloseSocketHandle: () => () => 0 } },
  ],
  [
    "WPUCloseSocketHandle reports WSAEINVAL for an unknown handle",
    "WPUCloseSocketHandle/foreign (a number)",
    {
      upcalls: {
        WPUCloseSocketHandle:
          (close) =>
          (...args) => {
            const result = close(...args);
            return result !== 0 && args[1].value === WSAENOTSOCK ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
  ["WPUFDIsSet never finds a socket", "WPUFDIsSet/member", { upcalls: { WPUFDIsSet: () => () => 0 } }],
  ["WPUFDIsSet finds every socket", "WPUFDIsSet/member", { upcalls: { WPUFDIsSet: () => () => 1 } }],
  [
    "WPUGetProviderPath accepts every ProviderId",
    "WPUGetProviderPath/unknown",
    {
      upcalls: {
        WPUGetProviderPath:
          (path) =>
          (...args) =>
            path(...args) && 0,
      },
    },
  ],
  [
    "WPUGetProviderPath reports WSAEINVAL for a short buffer",
    "WPUGetProviderPath/buffer-short",
    {
      upcalls: {
        WPUGetProviderPath:
          (path) =>
          (...args) => {
            const result = path(...args);
            return result !== 0 && args[3].value === WSAEFAULT ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
  [
    "WPUCreateEvent makes a signalled event",
    "WPUCreateEvent/state",
    () => {
      let set: (event: WSAEVENT, errno: { value: number }) => boolean;
      return {
        upcalls: {
          WPUSetEvent: (original) => {
            set = original;
            return original;
          },
          WPUCreateEvent: (create) => (errno) => {
            const event = create(errno);
            set(event, errno);
            return event;
          },
        },
      };
    },
  ],
  ["WPUSetEvent does nothing", "WPUCreateEvent/state", { upcalls: { WPUSetEvent: () => () => true } }],
  ["WPUResetEvent does nothing", "WPUCreateEvent/state", { upcalls: { WPUResetEvent: () => () => true } }],
  [
    "WSPSocket receives the value that FROM_PROTOCOL_INFO stands for",
    "WSASocketW/arguments/unmodified (-1, -1, -1 with an info)",
    given((_af, _type, _protocol, info, ...rest) => [
      info.iAddressFamily,
      info.iSocketType,
      info.iProtocol,
      info,
      ...rest,
    ]),
  ],
  [
    "WSPSocket receives AF_INET for 0",
    "WSASocketW/arguments/unmodified (0, 0, 703)",
    given((af, ...rest) => [af === 0 ? AF_INET : af, ...rest]),
  ],
  [
    "WSPSocket receives half of the info",
    "WSASocketW/protocol-info/passed-whole",
    given((af, type, protocol, info, ...rest) => [af, type, protocol, { ...info, szProtocol: "" }, ...rest]),
  ],
  [
    "a slot is called twice",
    "waiting/slot-called-once",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (...args) => {
            recv(...args);
            return recv(...args);
          },
      },
    },
  ],
  [
    "a slot's code is lost",
    "last-error/from-lpErrno",
    {
      slots: {
        WSPBind: (bind) => (s, name, length, errno) =>
          bind(s, name, length, { value: 0 }) && refuse([errno], WSASYSCALLFAILURE),
      },
    },
  ],
  [
    "WSPCleanup is called twice",
    "WSACleanup/cleans-providers",
    {
      slots: {
        WSPCleanup: (cleanup) => (errno) => {
          cleanup(errno);
          return cleanup(errno);
        },
      },
    },
  ],
  [
    "WSPStartup receives version 1.1",
    "loader/version-requested",
    {
      startup:
        (start) =>
        (_version, ...rest) =>
          start(0x0101, ...rest),
    },
  ],
  [
    "WPUCompleteOverlappedRequest reports another count",
    "WPUCompleteOverlappedRequest/writes",
    {
      imports: {
        WPUCompleteOverlappedRequest: (complete) => (s, overlapped, code, bytes, errno) =>
          complete(s, overlapped, code, bytes + 1, errno),
      },
    },
  ],
  [
    "WPUCreateSocketHandle makes a second handle",
    "WPUCreateSocketHandle/like-a-file",
    {
      upcalls: {
        WPUCreateSocketHandle: (create) => (id, context, errno) => {
          create(id, context, errno);
          return create(id, context, errno);
        },
      },
    },
  ],
  [
    "WSAStartup writes lpVendorInfo",
    "WSAStartup/vendor-info",
    {
      api: {
        WSAStartup: (startup) => (version, data) => {
          if (data !== null) data.lpVendorInfo = {};
          return startup(version, data);
        },
      },
    },
  ],
  [
    "getaddrinfo finds services of every protocol for every type",
    "getaddrinfo/service-name",
    {
      api: {
        getaddrinfo: (look) => (node, service, hints, result) =>
          look(node, service, hints && { ...hints, ai_socktype: 0 }, result),
      },
    },
  ],
  [
    "getnameinfo writes ports only as numbers",
    "getnameinfo/service-name",
    {
      api: {
        getnameinfo:
          (look) =>
          (...args) =>
            look(...args.slice(0, 6), args[6] | 8),
      },
    },
  ],
  [
    "gethostname writes the name of every machine",
    "gethostname/own",
    {
      api: {
        gethostname: (write) => (name, namelen) => {
          const result = write(name, namelen);
          if (result === 0) name.value = "localhost";
          return result;
        },
      },
    },
  ],
  [
    "gethostname fails on a machine without a name",
    "gethostname/unnamed",
    {
      api: {
        gethostname: (write) => (name, namelen) => {
          const result = write(name, namelen);
          return name?.value === "localhost" ? -1 : result;
        },
      },
    },
  ],
  [
    "gethostname needs no room for the terminator",
    "gethostname/short",
    { api: { gethostname: (write) => (name, namelen) => write(name, namelen + 1) } },
  ],
  [
    "gethostbyname finds no name for this machine",
    "gethostbyname/own",
    { api: { gethostbyname: (look) => (name) => look(name || "nobody.test") } },
  ],
  [
    "gethostbyaddr returns the address of the machine",
    "gethostbyaddr/name",
    {
      api: {
        gethostbyaddr:
          (look) =>
          (...args) => {
            const host = look(...args);
            return host && { ...host, h_addr_list: [Uint8Array.of(127, 0, 0, 1)] };
          },
      },
    },
  ],
  [
    "an address without a name is WSAHOST_NOT_FOUND",
    "gethostbyaddr/unknown",
    {
      api: {
        gethostbyaddr:
          (look, process) =>
          (...args) => {
            const host = look(...args);
            if (host === null) process.WSASetLastError(WSAHOST_NOT_FOUND);
            return host;
          },
      },
    },
  ],
  [
    "gethostbyaddr treats any type as IPv4",
    "gethostbyaddr/errors (type)",
    { api: { gethostbyaddr: (look) => (addr, len) => look(addr, len, AF_INET) } },
  ],
  [
    "getnameinfo writes hosts only as numbers",
    "getnameinfo/name",
    {
      api: {
        getnameinfo:
          (look) =>
          (...args) =>
            look(...args.slice(0, 6), args[6] | NI_NUMERICHOST),
      },
    },
  ],
  [
    "NI_NAMEREQD has no effect",
    "getnameinfo/name-required",
    {
      api: {
        getnameinfo:
          (look) =>
          (...args) =>
            look(...args.slice(0, 6), args[6] & ~NI_NAMEREQD),
      },
    },
  ],
  [
    "getnameinfo accepts two null buffers",
    "getnameinfo/nothing",
    {
      api: {
        getnameinfo:
          (look) =>
          (...args) =>
            args[2] === null && args[4] === null ? 0 : look(...args),
      },
    },
  ],
  [
    "a service's port is in host byte order",
    "getservbyname/port",
    {
      api: {
        getservbyname: (look) => (name, proto) => {
          const service = look(name, proto);
          return service && { ...service, s_port: ((service.s_port & 0xff) << 8) | (service.s_port >> 8) };
        },
      },
    },
  ],
  [
    "getservbyname accepts any protocol",
    "getservbyname/protocol",
    { api: { getservbyname: (look) => (name) => look(name, null) } },
  ],
  [
    "an unknown service does not set the last error",
    "getservbyname/unknown",
    {
      api: {
        getservbyport: (look, process) => (port, proto) => {
          const service = look(port, proto);
          if (service === null) process.WSASetLastError(0);
          return service;
        },
      },
    },
  ],
  [
    "getservbyname checks the name before WSAStartup",
    "getservbyname/null",
    {
      api: {
        getservbyname: (look, process) => (name, proto) => {
          const service = look(name, proto);
          if (name === null) process.WSASetLastError(WSAEFAULT);
          return service;
        },
      },
    },
  ],
  [
    "getservbyport accepts a port in host byte order",
    "getservbyport/name",
    { api: { getservbyport: (look, process) => (port, proto) => look(process.htons(port), proto) } },
  ],
  [
    "getprotobyname finds no aliases",
    "getprotobyname/number",
    { api: { getprotobyname: (look) => (name) => (name === name.toLowerCase() ? look(name) : null) } },
  ],
  [
    "an unknown protocol is the first of the list",
    "getprotobyname/unknown",
    { api: { getprotobynumber: (look) => (number) => look(number) ?? look(0) } },
  ],
  [
    "WSANtohs does not reverse the bytes",
    "WSAHtonl/converts",
    {
      api: {
        WSANtohs: (convert) => (s, value, result) => {
          const code = convert(s, value, result);
          if (code === 0) result.value = value;
          return code;
        },
      },
    },
  ],
  [
    "WSAHtons writes its result without a socket",
    "WSAHtonl/errors",
    {
      api: {
        WSAHtons: (convert) => (s, value, result) => {
          if (result) result.value = 0;
          return convert(s, value, result);
        },
      },
    },
  ],
  [
    "__WSAFDIsSet reports every socket as a member",
    "__WSAFDIsSet/member",
    { api: { __WSAFDIsSet: (isSet) => (s, set) => (set ? 1 : isSet(s, set)) } },
  ],
  [
    "getaddrinfo uses the address of its hints",
    "getaddrinfo/bad-hints (address)",
    {
      api: {
        getaddrinfo: (look) => (node, service, hints, result) =>
          look(node, service, hints && { ...hints, ai_addr: null }, result),
      },
    },
  ],
  [
    "getaddrinfo ignores AI_PASSIVE",
    "getaddrinfo/passive",
    {
      api: {
        getaddrinfo: (look) => (node, service, hints, result) =>
          look(node, service, hints && { ...hints, ai_flags: 0 }, result),
      },
    },
  ],
  [
    "selection reports WSAEPROTOTYPE",
    "WSPSocket/error/protocol-of-other-type",
    {
      api: {
        socket: (socket, process) => (af, type, protocol) => {
          const s = socket(af, type, protocol);
          const isUnknown = s === INVALID_SOCKET && process.WSAGetLastError() === WSAEPROTONOSUPPORT;
          if (isUnknown) process.WSASetLastError(WSAEPROTOTYPE);
          return s;
        },
      },
    },
  ],
];

const DESKTOP: readonly Row[] = [
  ["GetHostNameW writes nothing", "GetAddrInfoW/wide", { api: { GetHostNameW: () => () => 0 } }],
  [
    "GetAddrInfoW resolves only numeric addresses",
    "GetAddrInfoW/wide",
    { api: { GetAddrInfoW: () => () => WSAHOST_NOT_FOUND } },
  ],
  [
    "WPUModifyIFSHandle accepts every entry",
    "WPUModifyIFSHandle/unknown-entry",
    { upcalls: { WPUModifyIFSHandle: () => (_id, handle) => handle as number as SOCKET } },
  ],
  [
    "WPUQueryBlockingCallback accepts every entry",
    "WPUQueryBlockingCallback/unknown-entry",
    {
      upcalls: {
        WPUQueryBlockingCallback:
          (query) =>
          (...args) =>
            query(...args) && 0,
      },
    },
  ],
  ["WPUQueueApc does not queue the call", "WPUQueueApc/alertable", { upcalls: { WPUQueueApc: () => () => 0 } }],
  [
    "WPUQueueApc accepts any thread",
    "WPUQueueApc/bad-thread",
    {
      upcalls: {
        WPUQueueApc:
          (queue) =>
          (...args) =>
            queue(...args) && 0,
      },
    },
  ],
  [
    "WPUOpenCurrentThread writes no thread",
    "WPUOpenCurrentThread/names-it",
    { upcalls: { WPUOpenCurrentThread: () => () => 0 } },
  ],
];

const CE: readonly Row[] = [
  ["WPUQueueApc works on Windows CE", "WPUQueueApc/ce (WPUQueueApc)", { upcalls: { WPUQueueApc: () => () => 0 } }],
  [
    "WPUOpenCurrentThread works on Windows CE",
    "upcalls/outside-the-eight (WPUOpenCurrentThread)",
    { upcalls: { WPUOpenCurrentThread: () => () => 0 } },
  ],
  [
    "WPUCloseThread works on Windows CE",
    "upcalls/outside-the-eight (WPUCloseThread)",
    { upcalls: { WPUCloseThread: () => () => 0 } },
  ],
  [
    "WPUQueryBlockingCallback works on Windows CE",
    "upcalls/outside-the-eight (WPUQueryBlockingCallback)",
    { upcalls: { WPUQueryBlockingCallback: () => () => 0 } },
  ],
];

export const WS2_MUTANTS = [
  ...mutants("ws2", "desktop", [...BOTH, ...DESKTOP, ...STORING]),
  ...mutants("ws2", "ce", CE),
];
