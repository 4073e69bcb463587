import { ref, WSA_E_NO_MORE, WSASERVICE_NOT_FOUND } from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";

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
    "a look-up finds one address alone",
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
    "a look-up returns more than was asked for",
    "WSALookupServiceBeginW/host (what is asked for, and no more)",
    { api: { WSALookupServiceBeginW: (begin) => (question, _flags, handle) => begin(question, 0xff0, handle) } },
  ],
  [
    "a look-up knows no address in text",
    "WSALookupServiceBeginW/address",
    {
      api: {
        WSALookupServiceBeginW: (begin) => (question, flags, handle) =>
          begin(question && { ...question, lpszServiceInstanceName: "" }, flags, handle),
      },
    },
  ],
  [
    "a look-up takes any question",
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
    "a name that nobody has is no more",
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
  ["a name space cannot be disabled", "WSCInstallNameSpace/asked", { api: { WSCEnableNSProvider: () => () => 0 } }],
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
];

/** Name spaces, and the look-up of services. */
export const NAME_SPACES = mutants("ws2", "desktop", ROWS);
