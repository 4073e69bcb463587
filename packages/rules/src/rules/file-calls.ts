import { ANY, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** ReadFile and WriteFile on sockets, straight and redirected. */
export const FILE_CALLS = [
  {
    id: "files/straight",
    number: 2301,
    text: "On a handle of an installable file system, ReadFile and WriteFile reach the driver without a crossing to the provider.",
    source: "reference §7; design two halves",
    applies: { ...SHIPPED, systems: DESKTOP },
  },
  {
    id: "files/crossings",
    number: 2302,
    text: "On a handle of WPUCreateSocketHandle, each ReadFile and WriteFile crosses into the kernel and out again, and back the same way.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/socket-calls-cross-nothing",
    number: 2303,
    text: "send and recv on a handle of WPUCreateSocketHandle do not cross into the kernel.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/flag-tells",
    number: 2304,
    text: "The sockets of an entry are files if it has XP1_IFS_HANDLES, and are not files otherwise.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/arguments",
    number: 2305,
    text: "ReadFile and WriteFile pass buffer, length and overlapped structure on, and return the provider's result.",
    source: "WPUCreateSocketHandle (desktop) remarks",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/no-offset",
    number: 2306,
    text: "ReadFile on a socket continues where the last receive stopped, for any offset in the structure.",
    source: "oracle ReadFile-01",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/bad-handle",
    number: 2307,
    text: "A handle of neither a file nor a socket is WSA_INVALID_HANDLE.",
    source: "page codes",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/close-handle",
    number: 2308,
    text: "CloseHandle closes a socket as closesocket does.",
    source: "reference §7",
    applies: { ...ANY, systems: DESKTOP },
  },
  {
    id: "files/stored",
    number: 2309,
    text: "CreateFileW opens texts of the platform's storage, only for reading: an unknown name is ERROR_FILE_NOT_FOUND, a name with a folder ERROR_PATH_NOT_FOUND. GetFileSizeEx and SetFilePointerEx of another handle are WSA_INVALID_HANDLE.",
    source: "page remarks; design rulings",
    applies: { ...ANY, systems: DESKTOP },
  },
] as const satisfies readonly Rule[];
