import type { FunctionRow } from "./row.js";

const source = "reference §3";
const kind = "api";
/** A function of Windows Vista or of sporder.dll. */
const on = { ce: null };
const unstarted = true;

/** The functions that read and change the catalog. They work without WSAStartup, but for the WSA ones. */
export const CONFIGURATION_ROWS: readonly FunctionRow[] = [
  {
    name: "WSAEnumProtocolsW",
    kind,
    codes: "WSAENETDOWN WSAEFAULT WSAEINPROGRESS WSAEINVAL WSAENOBUFS",
    source: "reference §3; oracle WSAEnumProtocols-01",
  },
  {
    name: "WSCInstallNameSpace",
    kind,
    codes: "WSAEACCES WSAEFAULT WSAEINVAL WSANO_RECOVERY WSA_NOT_ENOUGH_MEMORY",
    on: { ce: "WSAEACCES WSAEFAULT WSAEINVAL WSANO_RECOVERY" },
    unstarted,
    source: "page codes; reference §3; design c",
  },
  {
    name: "WSCInstallNameSpaceEx",
    kind,
    codes: "WSAEACCES WSAEFAULT WSAEINVAL WSANO_RECOVERY WSA_NOT_ENOUGH_MEMORY",
    on,
    unstarted,
    source: "page codes",
  },
  {
    name: "WSCUnInstallNameSpace",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY WSA_NOT_ENOUGH_MEMORY",
    on: { ce: "WSAEFAULT WSAEINVAL WSANO_RECOVERY" },
    unstarted,
    source: "page codes; page remarks; design c",
  },
  {
    name: "WSCEnableNSProvider",
    kind,
    codes: "WSAEACCES WSAEFAULT WSAEINVAL WSANO_RECOVERY",
    on,
    unstarted,
    source: "page codes; design rulings",
  },
  {
    name: "WSCWriteNameSpaceOrder",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY WSATRY_AGAIN WSA_NOT_ENOUGH_MEMORY",
    on,
    unstarted,
    source: "page codes",
  },
  { name: "WSAEnumNameSpaceProvidersExW", kind, codes: "WSAEFAULT WSA_NOT_ENOUGH_MEMORY", on, source: "page codes" },
  { name: "WSAEnumNameSpaceProvidersW", kind, codes: "WSAEFAULT WSA_NOT_ENOUGH_MEMORY", source },
  {
    name: "WSAProviderConfigChange",
    kind,
    codes: "WSAENETDOWN WSAEFAULT WSAEINVAL WSAEOPNOTSUPP WSA_INVALID_HANDLE WSA_IO_PENDING WSA_NOT_ENOUGH_MEMORY",
    on,
    source,
  },
  {
    name: "WSCInstallProvider",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSAENOBUFS WSANO_RECOVERY WSA_NOT_ENOUGH_MEMORY",
    on: { ce: "WSAEFAULT WSAEINVAL WSANO_RECOVERY" },
    unstarted,
    source: "reference §3; design c",
  },
  {
    name: "WSCDeinstallProvider",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY WSA_NOT_ENOUGH_MEMORY",
    unstarted,
    source,
  },
  { name: "WSCEnumProtocols", kind, codes: "WSAEFAULT WSAEINVAL WSAENOBUFS", unstarted, source },
  { name: "WSCGetProviderPath", kind, codes: "WSAEFAULT WSAEINVAL", unstarted, source },
  {
    name: "WSCUpdateProvider",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY WSA_NOT_ENOUGH_MEMORY",
    on,
    unstarted,
    source,
  },
  {
    name: "WSCWriteProviderOrder",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY WSATRY_AGAIN WSA_NOT_ENOUGH_MEMORY",
    on,
    unstarted,
    source,
  },
  {
    name: "WSCInstallProviderAndChains",
    kind,
    codes: "WSAEFAULT WSAEINPROGRESS WSAEINVAL WSAEINVALIDPROCTABLE WSAENOBUFS WSANO_RECOVERY",
    on,
    unstarted,
    source,
  },
  {
    name: "WSCGetProviderInfo",
    kind,
    codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY",
    on,
    unstarted,
    source: "oracle WSCGetProviderInfo-01",
  },
  { name: "WSCSetProviderInfo", kind, codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY", on, unstarted, source },
  { name: "WSCGetApplicationCategory", kind, codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY", on, unstarted, source },
  { name: "WSCSetApplicationCategory", kind, codes: "WSAEFAULT WSAEINVAL WSANO_RECOVERY", on, unstarted, source },
];
