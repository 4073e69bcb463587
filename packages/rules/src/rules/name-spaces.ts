import { ANY, DESKTOP } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const HERE: Applies = { ...ANY, systems: DESKTOP };

/** Name spaces, their providers, and the look-up of services. */
export const NAME_SPACES = [
  {
    id: "WSAEnumNameSpaceProvidersW/shipped",
    number: 3501,
    text: "The list of name spaces has the system's resolver, active, for NS_DNS.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "WSAEnumNameSpaceProvidersW/buffer-short",
    number: 3502,
    text: "A list too long for the buffer is WSAEFAULT, and the length receives the bytes needed.",
    source: "page codes",
    applies: HERE,
  },
  {
    id: "WSALookupServiceBeginW/host",
    number: 3503,
    text: "SVCID_INET_HOSTADDRBYNAME has one answer, the addresses of the name, in what LUP_RETURN_ flags ask for, and WSA_E_NO_MORE after it.",
    source: "page remarks; page codes",
    applies: HERE,
  },
  {
    id: "WSALookupServiceBeginW/address",
    number: 3504,
    text: "SVCID_INET_HOSTADDRBYINETSTRING has the name of an address in text, and SVCID_HOSTNAME this machine's.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "WSALookupServiceBeginW/errors",
    number: 3505,
    text: "No question, and a question without a class, is WSAEINVAL; a class or a name space that no provider has is WSASERVICE_NOT_FOUND; no place for the handle is WSAEFAULT.",
    source: "page codes",
    applies: HERE,
  },
  {
    id: "WSALookupServiceNextW/unknown",
    number: 3506,
    text: "A name that nobody has is WSASERVICE_NOT_FOUND.",
    source: "page codes",
    applies: HERE,
  },
  {
    id: "WSALookupServiceNextW/buffer-short",
    number: 3507,
    text: "An answer longer than the buffer is WSAEFAULT with the length needed; the next call returns it, or with LUP_FLUSHPREVIOUS skips it.",
    source: "page remarks; page codes",
    applies: HERE,
  },
  {
    id: "WSALookupServiceEnd/handle",
    number: 3508,
    text: "What is no look-up, and one that has ended, is WSA_INVALID_HANDLE; the last WSACleanup ends those that are open.",
    source: "page codes",
    applies: HERE,
  },
  {
    id: "WSCInstallNameSpace/asked",
    number: 3509,
    text: "Look-ups ask an installed provider behind those before it, unless it is disabled or removed, or the question names another name space or provider.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "WSCInstallNameSpace/errors",
    number: 3510,
    text: "A provider that is installed already, or one that is not there, is WSAEINVAL; a process without privilege gets WSAEACCES.",
    source: "page codes",
    applies: HERE,
  },
  {
    id: "WSCInstallNameSpace/contained",
    number: 3511,
    text: "A provider whose functions throw or are missing does not end the look-up in the others; what throws later is WSASYSCALLFAILURE.",
    source: "design loading",
    applies: HERE,
  },
] as const satisfies readonly Rule[];
