import { LOADING, RESOLVE } from "./code-sets.js";
import type { FunctionRow } from "./row.js";

const kind = "api";
const EVENT = "WSAENETDOWN WSAEINPROGRESS WSA_INVALID_HANDLE";
const CONVERSION = "WSAENETDOWN WSAENOTSOCK WSAEFAULT";
const DATABASE =
  "WSAENETDOWN WSAEFAULT WSAEINPROGRESS WSAEINTR WSAHOST_NOT_FOUND WSATRY_AGAIN WSANO_RECOVERY WSANO_DATA";

/** Starting and stopping, the last error, byte order, events, addresses as text and names. */
export const SYSTEM_ROWS: readonly FunctionRow[] = [
  {
    name: "WSAStartup",
    kind,
    codes: "WSASYSNOTREADY WSAVERNOTSUPPORTED WSAEINPROGRESS WSAEPROCLIM WSAEFAULT WSAEINVAL",
    unstarted: true,
    source: "reference §6; oracle WSAStartup-10; design c",
  },
  { name: "WSACleanup", kind, codes: "WSAENETDOWN WSAEINPROGRESS", source: "page codes; oracle WSACleanup-03" },
  { name: "WSAGetLastError", kind, codes: "", unstarted: true, source: "design objects" },
  { name: "WSASetLastError", kind, codes: "", unstarted: true, source: "design objects" },

  { name: "htonl", kind, codes: "", unstarted: true, source: "design c" },
  { name: "htons", kind, codes: "", unstarted: true, source: "design c" },
  { name: "ntohl", kind, codes: "", unstarted: true, source: "design c" },
  { name: "ntohs", kind, codes: "", unstarted: true, source: "design c" },
  { name: "WSAHtonl", kind, codes: CONVERSION, source: "page codes" },
  { name: "WSAHtons", kind, codes: CONVERSION, source: "page codes" },
  { name: "WSANtohl", kind, codes: CONVERSION, source: "page codes" },
  { name: "WSANtohs", kind, codes: CONVERSION, source: "page codes" },

  { name: "WSACreateEvent", kind, codes: "WSAENETDOWN WSAEINPROGRESS WSA_NOT_ENOUGH_MEMORY", source: "page codes" },
  { name: "WSACloseEvent", kind, codes: EVENT, source: "page codes" },
  { name: "WSAResetEvent", kind, codes: EVENT, source: "page codes" },
  { name: "WSASetEvent", kind, codes: EVENT, source: "page codes" },
  {
    name: "WSAWaitForMultipleEvents",
    kind,
    codes: `${EVENT} WSAEFAULT WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY`,
    source: "page codes; reference §8; design c",
  },

  { name: "inet_addr", kind, codes: "WSAEFAULT", unstarted: true, source: "oracle inet_addr-01" },
  { name: "inet_ntoa", kind, codes: "", unstarted: true, source: "design c" },
  ...["InetPtonW", "inet_pton"].map(
    (name): FunctionRow => ({
      name,
      kind,
      codes: "WSAEAFNOSUPPORT WSAEFAULT",
      on: { ce: null },
      unstarted: true,
      source: "page codes",
    }),
  ),
  ...["InetNtopW", "inet_ntop"].map(
    (name): FunctionRow => ({
      name,
      kind,
      codes: "WSAEAFNOSUPPORT WSAEFAULT WSA_INVALID_PARAMETER",
      on: { ce: null },
      unstarted: true,
      source: "page codes",
    }),
  ),
  {
    name: "WSAAddressToStringW",
    kind,
    codes: `WSAEFAULT WSAENOBUFS ${LOADING}`,
    source: "reference §1; design loading",
  },
  {
    name: "WSAStringToAddressW",
    kind,
    codes: `WSAEFAULT WSA_NOT_ENOUGH_MEMORY ${LOADING}`,
    source: "oracle WSAStringToAddress-01; oracle WSAStringToAddress-04",
  },

  { name: "gethostname", kind, codes: "WSAENETDOWN WSAEFAULT WSAEINPROGRESS", source: "page codes" },
  { name: "GetHostNameW", kind, codes: "WSAENETDOWN WSAEFAULT", on: { ce: null }, source: "page codes" },
  { name: "gethostbyname", kind, codes: DATABASE, source: "page codes" },
  { name: "gethostbyaddr", kind, codes: `${DATABASE} WSAEAFNOSUPPORT WSAEINVAL`, source: "page codes" },
  { name: "getservbyname", kind, codes: DATABASE, source: "page codes; oracle getservbyname-01" },
  { name: "getservbyport", kind, codes: DATABASE, source: "page codes; oracle getservbyname-01" },
  { name: "getprotobyname", kind, codes: DATABASE, source: "page codes" },
  { name: "getprotobynumber", kind, codes: DATABASE, source: "page codes" },
  {
    name: "getaddrinfo",
    kind,
    codes: `${RESOLVE} WSAESOCKTNOSUPPORT WSATYPE_NOT_FOUND`,
    source: "page codes",
  },
  { name: "freeaddrinfo", kind, codes: "", unstarted: true, source: "page codes" },
  { name: "getnameinfo", kind, codes: RESOLVE, source: "page codes" },
  {
    name: "GetAddrInfoW",
    kind,
    codes: `${RESOLVE} WSAESOCKTNOSUPPORT WSATYPE_NOT_FOUND`,
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "GetAddrInfoExW",
    kind,
    codes: `${RESOLVE} WSAESOCKTNOSUPPORT WSATYPE_NOT_FOUND WSASERVICE_NOT_FOUND WSA_IO_PENDING WSA_NOT_ENOUGH_MEMORY`,
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "GetAddrInfoExOverlappedResult",
    kind,
    codes: `${RESOLVE} WSAESOCKTNOSUPPORT WSATYPE_NOT_FOUND WSASERVICE_NOT_FOUND WSAEINPROGRESS WSA_E_CANCELLED`,
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "GetAddrInfoExCancel",
    kind,
    codes: "WSA_INVALID_HANDLE WSAEFAULT",
    on: { ce: null },
    source: "page codes; design c",
  },
  { name: "FreeAddrInfoExW", kind, codes: "", on: { ce: null }, unstarted: true, source: "page codes" },
  {
    name: "SetAddrInfoExW",
    kind,
    codes:
      "WSAEACCES WSAEFAULT WSAEINVAL WSAENOBUFS WSANO_RECOVERY WSASERVICE_NOT_FOUND WSATRY_AGAIN WSA_NOT_ENOUGH_MEMORY",
    on: { ce: null },
    source: "page codes; design c",
  },
  { name: "FreeAddrInfoW", kind, codes: "", on: { ce: null }, unstarted: true, source: "page codes" },
  { name: "GetNameInfoW", kind, codes: RESOLVE, on: { ce: null }, source: "page codes" },
  ...["HostByName", "HostByAddr", "ServByName", "ServByPort", "ProtoByName", "ProtoByNumber"].map(
    (what): FunctionRow => ({
      name: `WSAAsyncGet${what}`,
      kind,
      codes: "WSAENETDOWN WSAEINPROGRESS WSAEWOULDBLOCK WSAEINVAL",
      on: { ce: null },
      source: "page codes; design c",
    }),
  ),
  {
    name: "WSACancelAsyncRequest",
    kind,
    codes: "WSAENETDOWN WSAEINVAL WSAEINPROGRESS WSAEALREADY",
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "WSALookupServiceBeginW",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_DATA WSASERVICE_NOT_FOUND WSA_NOT_ENOUGH_MEMORY",
    source: "page codes",
  },
  {
    name: "WSALookupServiceNextW",
    kind,
    codes:
      "WSAECANCELLED WSAEFAULT WSAEINVAL WSAENOMORE WSANO_DATA WSANO_RECOVERY WSASERVICE_NOT_FOUND WSATRY_AGAIN " +
      "WSA_E_CANCELLED WSA_E_NO_MORE WSA_INVALID_HANDLE WSA_NOT_ENOUGH_MEMORY",
    source: "page codes; design c",
  },
  { name: "WSALookupServiceEnd", kind, codes: "WSA_INVALID_HANDLE WSA_NOT_ENOUGH_MEMORY", source: "page codes" },
  {
    name: "WSANSPIoctl",
    kind,
    codes: "WSA_INVALID_HANDLE WSA_IO_PENDING WSAEFAULT WSAEINVAL WSAENETDOWN WSAEOPNOTSUPP WSAEWOULDBLOCK",
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "WSASetServiceW",
    kind,
    codes: "WSAEACCES WSAEFAULT WSAEINVAL WSAEOPNOTSUPP WSASERVICE_NOT_FOUND WSA_NOT_ENOUGH_MEMORY",
    source: "page codes; page remarks; design c",
  },
  {
    name: "WSAInstallServiceClassW",
    kind,
    codes: "WSAEACCES WSAEALREADY WSAEINVAL WSAEOPNOTSUPP WSANO_DATA WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "WSARemoveServiceClass",
    kind,
    codes: "WSAEACCES WSAEINVAL WSAEOPNOTSUPP WSAETOOMANYREFS WSATYPE_NOT_FOUND WSA_NOT_ENOUGH_MEMORY",
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "WSAGetServiceClassInfoW",
    kind,
    codes: "WSAEACCES WSAEFAULT WSAEINVAL WSAEOPNOTSUPP WSANO_DATA WSATYPE_NOT_FOUND WSA_NOT_ENOUGH_MEMORY",
    on: { ce: null },
    source: "page codes",
  },
  {
    name: "WSAGetServiceClassNameByClassIdW",
    kind,
    codes: "WSAEACCES WSAEFAULT WSAENOBUFS WSAEOPNOTSUPP WSANO_DATA WSA_INVALID_PARAMETER WSA_NOT_ENOUGH_MEMORY",
    on: { ce: null },
    source: "page codes",
  },
];
