import { type addrinfo, newWSADATA, ref, WSA_E_NO_MORE, WSAEWOULDBLOCK, WSASERVICE_NOT_FOUND } from "@ws2kit/spi";
import { AI_ADDRCONFIG, AI_V4MAPPED } from "@ws2kit/spi/extended-addresses";
import { NS_ALL, NS_DNS } from "@ws2kit/spi/name-spaces";
import type { Call } from "../mutant.js";
import { mutants, type Row } from "../rows.js";

/** The first provider that the checks install. */
const FIRST = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";

/** getaddrinfo with other flags. */
const withFlags =
  (change: (flags: number) => number) =>
  (look: Call) =>
  (node: unknown, service: unknown, hints: addrinfo, result: unknown) =>
    look(node, service, hints && { ...hints, ai_flags: change(hints.ai_flags) }, result);

const ROWS: readonly Row[] = [
  [
    "a list of name spaces is cut",
    "WSAEnumNameSpaceProvidersW/buffer-short",
    { api: { WSAEnumNameSpaceProvidersW: (list) => (length, infos) => Math.max(list(length, infos), 0) } },
  ],
  [
    "there is no name space",
    "WSAEnumNameSpaceProvidersW/shipped",
    { api: { WSAEnumNameSpaceProvidersW: () => () => 0 } },
  ],
  [
    "a look-up finds only one address",
    "WSALookupServiceBeginW/host",
    {
      api: {
        WSALookupServiceNextW: (next) => (hLookup, flags, length, answer) => {
          const result = next(hLookup, flags, length, answer);
          answer.lpcsaBuffer?.splice(1);
          return result;
        },
      },
    },
  ],
  [
    "a look-up returns more than was requested",
    "WSALookupServiceBeginW/host (what is asked for, and no more)",
    { api: { WSALookupServiceBeginW: (begin) => (question, _flags, handle) => begin(question, 0xff0, handle) } },
  ],
  [
    "a look-up does not accept an address as text",
    "WSALookupServiceBeginW/address",
    {
      api: {
        WSALookupServiceBeginW: (begin) => (question, flags, handle) =>
          begin(question && { ...question, lpszServiceInstanceName: "" }, flags, handle),
      },
    },
  ],
  [
    "a look-up accepts any question",
    "WSALookupServiceBeginW/errors",
    {
      api: {
        WSALookupServiceBeginW:
          (begin) =>
          (...args) =>
            begin(...args) && 0,
      },
    },
  ],
  [
    "an unknown name is WSA_E_NO_MORE",
    "WSALookupServiceNextW/unknown",
    {
      api: {
        WSALookupServiceNextW:
          (next, ws2) =>
          (...args) => {
            const result = next(...args);
            if (ws2.WSAGetLastError() === WSASERVICE_NOT_FOUND) ws2.WSASetLastError(WSA_E_NO_MORE);
            return result;
          },
      },
    },
  ],
  [
    "an answer is written into any buffer",
    "WSALookupServiceNextW/buffer-short",
    {
      api: {
        WSALookupServiceNextW: (next) => (hLookup, flags, _length, answer) => next(hLookup, flags, ref(4096), answer),
      },
    },
  ],
  [
    "a look-up ends twice",
    "WSALookupServiceEnd/handle",
    { api: { WSALookupServiceEnd: (end) => (hLookup) => end(hLookup) && 0 } },
  ],
  ["a name space cannot be removed", "WSCInstallNameSpace/asked", { api: { WSCUnInstallNameSpace: () => () => 0 } }],
  ["a name space cannot be disabled", "WSCEnableNSProvider/disabled", { api: { WSCEnableNSProvider: () => () => 0 } }],
  [
    "an unknown name space can be enabled",
    "WSCEnableNSProvider/errors",
    { api: { WSCEnableNSProvider: (enable) => (id, fEnable) => enable(id, fEnable) && 0 } },
  ],
  [
    "a name space is installed twice",
    "WSCInstallNameSpace/errors",
    {
      api: {
        WSCInstallNameSpace:
          (install) =>
          (...args) =>
            install(...args) && 0,
      },
    },
  ],
  [
    "a running process sees a name space that is installed",
    "WSCInstallNameSpace/snapshot",
    {
      api: {
        WSCInstallNameSpace:
          (install, ws2) =>
          (...args) => {
            const result = install(...args);
            if (ws2.WSACleanup() === 0) ws2.WSAStartup(0x202, newWSADATA());
            return result;
          },
        WSAEnumNameSpaceProvidersW:
          (list, ws2) =>
          (...args) => {
            ws2.WSACleanup();
            ws2.WSAStartup(0x202, newWSADATA());
            return list(...args);
          },
      },
    },
  ],
  [
    "a change of the name spaces is not reported",
    "WSCInstallNameSpace/notified",
    { api: { WSCEnableNSProvider: () => () => 0 } },
  ],
  [
    "a name space is installed without its data",
    "WSCInstallNameSpaceEx/data",
    {
      api: {
        WSCInstallNameSpaceEx: (install) => (identifier, path, space, version, id) =>
          install(identifier, path, space, version, id, null),
      },
    },
  ],
  [
    "the order of name spaces does not change",
    "WSCWriteNameSpaceOrder/order",
    { api: { WSCWriteNameSpaceOrder: () => () => 0 } },
  ],
  [
    "an order of name spaces may be incomplete",
    "WSCWriteNameSpaceOrder/errors",
    {
      api: {
        WSCWriteNameSpaceOrder: (write) => (ids, count) => (ids?.length === 1 ? 0 : write(ids, count)),
      },
    },
  ],
  [
    "a look-up has no class",
    "WSALookupServiceBeginW/class",
    {
      api: {
        WSALookupServiceBeginW: (begin) => (question, flags, handle) =>
          begin(question && { ...question, lpServiceClassId: null }, flags, handle),
      },
    },
  ],
  [
    "a class of services is not stored",
    "WSAInstallServiceClassW/stored",
    { api: { WSAInstallServiceClassW: () => () => 0 } },
  ],
  [
    "a class of services is stored twice",
    "WSAInstallServiceClassW/errors",
    { api: { WSAInstallServiceClassW: (install) => (info) => install(info) && 0 } },
  ],
  [
    "a class of services is written into any buffer",
    "WSAGetServiceClassInfoW/errors",
    { api: { WSAGetServiceClassInfoW: (get) => (provider, id, _size, info) => get(provider, id, ref(4096), info) } },
  ],
  [
    "the name of a class is written into any buffer",
    "WSAGetServiceClassNameByClassIdW/name",
    { api: { WSAGetServiceClassNameByClassIdW: (get) => (id, name, _length) => get(id, name, ref(4096)) } },
  ],
  [
    "a service is registered in every name space",
    "WSASetServiceW/asked",
    {
      api: {
        WSASetServiceW: (set) => (service, operation, flags) =>
          set({ ...service, dwNameSpace: NS_ALL, lpNSProviderId: null }, operation, flags),
      },
    },
  ],
  [
    "a service is registered with one provider only",
    "WSASetServiceW/asked (one succeeds)",
    {
      api: {
        WSASetServiceW: (set) => (service, operation, flags) =>
          set({ ...service, lpNSProviderId: FIRST }, operation, flags),
      },
    },
  ],
  [
    "an unknown service can be deleted",
    "WSASetServiceW/dns",
    {
      api: {
        WSASetServiceW:
          (set) =>
          (...args) =>
            set(...args) && 0,
      },
    },
  ],
  [
    "a service needs no name",
    "WSASetServiceW/errors",
    {
      api: {
        WSASetServiceW: (set) => (service, operation, flags) =>
          set(service && { ...service, lpszServiceInstanceName: "" }, operation, flags),
      },
    },
  ],
  [
    "a look-up never becomes invalid",
    "WSANSPIoctl/asked",
    {
      api: {
        WSANSPIoctl:
          (control, ws2) =>
          (...args) => {
            if (control(...args) === 0) ws2.WSASetLastError(WSAEWOULDBLOCK);
            return -1;
          },
      },
    },
  ],
  [
    "a control code needs no look-up",
    "WSANSPIoctl/errors",
    {
      api: {
        WSANSPIoctl:
          (control) =>
          (hLookup, ...rest) =>
            control(hLookup, ...rest) && 0,
      },
    },
  ],
  [
    "a resolution uses only one name space",
    "GetAddrInfoExW/providers",
    {
      api: {
        GetAddrInfoExW:
          (resolve) =>
          (name, service, _space, ...rest) =>
            resolve(name, service, NS_DNS, ...rest),
      },
    },
  ],
  [
    "a resolution does not accept a numeric address",
    "GetAddrInfoExW/figures",
    {
      api: {
        GetAddrInfoExW:
          (resolve) =>
          (name, ...rest) =>
            resolve(name && `${name}.test`, ...rest),
      },
    },
  ],
  [
    "a resolution uses the address of its hints",
    "GetAddrInfoExW/errors",
    {
      api: {
        GetAddrInfoExW:
          (resolve) =>
          (name, service, space, id, hints, ...rest) =>
            resolve(name, service, space, id, hints && { ...hints, ai_addrlen: 0 }, ...rest),
      },
    },
  ],
  [
    "a resolution signals no event",
    "GetAddrInfoExW/overlapped",
    {
      api: {
        GetAddrInfoExW:
          (resolve) => (name, service, space, id, hints, result, timeout, overlapped, routine, handle) => {
            const isOverlapped = overlapped !== null && routine === null && overlapped.hEvent !== null;
            const unsignalled = isOverlapped ? { ...overlapped, hEvent: null } : overlapped;
            const silent = isOverlapped ? () => undefined : routine;
            return resolve(name, service, space, id, hints, result, timeout, unsignalled, silent, handle);
          },
      },
    },
  ],
  [
    "a routine of a resolution is not called",
    "GetAddrInfoExW/overlapped (routine)",
    {
      api: {
        GetAddrInfoExW:
          (resolve) => (name, service, space, id, hints, result, timeout, overlapped, routine, handle) => {
            const silent = routine && (() => undefined);
            return resolve(name, service, space, id, hints, result, timeout, overlapped, silent, handle);
          },
      },
    },
  ],
  [
    "getaddrinfo maps no address",
    "getaddrinfo/v4-mapped",
    { api: { getaddrinfo: withFlags((flags) => flags & ~AI_V4MAPPED) } },
  ],
  [
    "getaddrinfo returns addresses of a family that is not in use",
    "getaddrinfo/addrconfig",
    { api: { getaddrinfo: withFlags((flags) => flags & ~AI_ADDRCONFIG) } },
  ],
  [
    "gethostbyname uses only the system's resolver",
    "getaddrinfo/name-spaces",
    { api: { gethostbyname: (look) => (name) => (name === "other.test" ? null : look(name)) } },
  ],
  [
    "a name is registered without its data",
    "SetAddrInfoExW/asked",
    {
      api: {
        SetAddrInfoExW:
          (set) =>
          (name, service, addresses, count, _blob, ...rest) =>
            set(name, service, addresses, count, null, ...rest),
      },
    },
  ],
  [
    "a name is registered with NS_DNS",
    "SetAddrInfoExW/errors",
    {
      api: {
        SetAddrInfoExW:
          (set) =>
          (...args) =>
            set(...args) && 0,
      },
    },
  ],
  ["a resolution cannot be cancelled", "GetAddrInfoExCancel/ends", { api: { GetAddrInfoExCancel: () => () => 0 } }],
];

const LIVE: readonly Row[] = [
  [
    "a running process does not see a name space that is removed",
    "WSCInstallNameSpace/live",
    { api: { WSCUnInstallNameSpace: () => () => 0 } },
  ],
  [
    "WSCInstallNameSpace does nothing on Windows CE",
    "WSCInstallNameSpace/live (another DLL with the same GUID)",
    { api: { WSCInstallNameSpace: () => () => 0 } },
  ],
];

/** Name spaces, and the look-up of services. */
export const NAME_SPACES = [...mutants("ws2", "desktop", ROWS), ...mutants("ws2", "ce", LIVE)];
