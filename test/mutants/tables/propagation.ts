import type { ProviderImports, WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import { below } from "../below.js";
import { mutants, type Row } from "../rows.js";

type Info = Readonly<WSAPROTOCOL_INFOW>;
type LoadLibrary = ProviderImports["LoadLibrary"];

/** Another info at WSPSocket below. */
const informed = (change: (info: Info) => Info) =>
  below({
    slots: {
      WSPSocket:
        (socket) =>
        (af, type, protocol, info, ...rest) =>
          socket(af, type, protocol, change(info), ...rest),
    },
  });

/** Another info at WSPStartup below. */
const startedWith = (change: (info: Info) => Info) =>
  below({
    startup:
      (start) =>
      (version, data, info, ...rest) =>
        start(version, data, change(info), ...rest),
  });

const withoutChain = (info: Info): Info => ({ ...info, ProtocolChain: { ChainLen: 1, ChainEntries: [] } });
const chained = (info: Info): Info => ({ ...info, ProtocolChain: { ChainLen: 2, ChainEntries: [1, 2] } });
const renamed = (info: Info): Info => ({ ...info, szProtocol: `${info.szProtocol} (layered)` });

const PROPAGATION: readonly Row[] = [
  ["a layer below receives no chain", "propagation/WSPSocket/next-is-a-layer", informed(withoutChain)],
  ["an info is changed when it is passed down", "propagation/WSPSocket/next-is-a-layer", informed(renamed)],
  ["the base provider receives a chain", "propagation/WSPSocket/next-is-the-base", informed(chained)],
  ["a layer below starts without the chain", "propagation/WSPStartup (over a layer)", startedWith(withoutChain)],
  ["the base starts with a chain", "propagation/WSPStartup (over the base)", startedWith(chained)],
  [
    "WSPAddressToString is forwarded with another info",
    "propagation/WSPAddressToString (over the base)",
    below({
      slots: {
        WSPAddressToString:
          (call) =>
          (a, l, info, ...rest) =>
            call(a, l, info && chained(info), ...rest),
      },
    }),
  ],
  [
    "WSPAddressToString of a layer below receives the base's info",
    "propagation/WSPAddressToString (over a layer)",
    below({
      slots: {
        WSPAddressToString:
          (call) =>
          (a, l, info, ...rest) =>
            call(a, l, info && withoutChain(info), ...rest),
      },
    }),
  ],
  [
    "WSPStringToAddress is forwarded with another info",
    "propagation/WSPStringToAddress (over the base)",
    below({
      slots: {
        WSPStringToAddress:
          (call) =>
          (t, f, info, ...rest) =>
            call(t, f, info && chained(info), ...rest),
      },
    }),
  ],
  [
    "WSPStringToAddress of a layer below receives the base's info",
    "propagation/WSPStringToAddress (over a layer)",
    below({
      slots: {
        WSPStringToAddress:
          (call) =>
          (t, f, info, ...rest) =>
            call(t, f, info && withoutChain(info), ...rest),
      },
    }),
  ],
  [
    "a duplicate's info names the provider below",
    "propagation/WSPDuplicateSocket (over the base)",
    {
      slots: {
        WSPDuplicateSocket: (share) => (s, id, info, errno) => {
          const result = share(s, id, info, errno);
          info.dwCatalogEntryId -= 1;
          return result;
        },
      },
    },
  ],
  [
    "a duplicate is made for another process",
    "propagation/WSPDuplicateSocket (over a layer)",
    below({
      slots: {
        WSPDuplicateSocket:
          (share) =>
          (s, id, ...rest) =>
            share(s, id + 4, ...rest),
      },
    }),
  ],
  [
    "dwProviderReserved is not passed on",
    "propagation/reserved-member",
    informed((info) => (info.dwProviderReserved === 0 ? info : { ...info, dwProviderReserved: 0 })),
  ],
  [
    "the next provider receives an upcall table of the layer",
    "propagation/upcall-table",
    below({
      startup: (start) => (version, data, info, upcalls, table) =>
        start(version, data, info, { ...upcalls, WPUSetEvent: (...args) => upcalls.WPUSetEvent(...args) }, table),
    }),
  ],
  [
    "every chain uses the base provider of the first",
    "propagation/next-from-chain",
    () => {
      let first: ReturnType<LoadLibrary> = null;
      return {
        imports: {
          LoadLibrary:
            (load: LoadLibrary): LoadLibrary =>
            (path) =>
              (first ??= load(path)),
        },
      };
    },
  ],
  [
    "af, type and protocol are resolved when they are passed down",
    "propagation/arguments-unmodified",
    below({
      slots: {
        WSPSocket:
          (socket) =>
          (_af, _type, _protocol, info, ...rest) =>
            socket(info.iAddressFamily, info.iSocketType, info.iProtocol, info, ...rest),
      },
    }),
  ],
  [
    "each socket opens two sockets below",
    "propagation/layer-is-both",
    below({
      slots: {
        WSPSocket:
          (socket) =>
          (...args) => {
            socket(...args);
            return socket(...args);
          },
      },
    }),
  ],
  [
    "a socket that is closed stays open below",
    "propagation/layer-is-both",
    below({ slots: { WSPCloseSocket: () => () => 0 } }),
  ],
];

export const PROPAGATION_MUTANTS = mutants("layer", "ce", PROPAGATION);
