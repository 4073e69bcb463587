import {
  SG_CONSTRAINED_GROUP,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SOCK_DGRAM,
  WSAEINVAL,
  WSAENOTSOCK,
  type WSAPROTOCOL_INFOW,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { isKnownOn, mutants, type Row, refuse } from "../rows.js";

type Socket = WSPPROC_TABLE["WSPSocket"];
type Group = Parameters<Socket>[4];

/** WSPSocket with another info or group. */
const given = (
  change: (info: Readonly<WSAPROTOCOL_INFOW>, g: Group, type: number) => readonly [Readonly<WSAPROTOCOL_INFOW>, Group],
) => ({
  slots: {
    WSPSocket:
      (socket: Socket): Socket =>
      (af, type, protocol, info, g, flags, errno) =>
        socket(af, type, protocol, ...change(info, g, type), flags, errno),
  },
});

const SHARING: readonly Row[] = [
  [
    "a token can be used twice",
    "sharing/import/once",
    () => {
      let share: WSPPROC_TABLE["WSPDuplicateSocket"];
      const shared = new Map<number, Parameters<WSPPROC_TABLE["WSPDuplicateSocket"]>>();
      return {
        slots: {
          WSPDuplicateSocket: (original) => {
            share = original;
            return (...args) => {
              const result = original(...args);
              shared.set(args[2].dwProviderReserved, args);
              return result;
            };
          },
          WSPSocket:
            (socket) =>
            (af, type, protocol, info, ...rest) => {
              const first = shared.get(info.dwProviderReserved);
              if (first === undefined) return socket(af, type, protocol, info, ...rest);
              const again = { ...first[2] };
              share(first[0], first[1], again, { value: 0 });
              return socket(af, type, protocol, again, ...rest);
            },
        },
      };
    },
  ],
  [
    "an unknown token makes a new socket",
    "sharing/import/unknown-token",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (af, type, protocol, info, ...rest) => {
            const s = socket(af, type, protocol, info, ...rest);
            const isUnknown = s === -1 && info.dwProviderReserved !== 0 && rest[2].value === WSAEINVAL;
            return isUnknown ? socket(af, type, protocol, { ...info, dwProviderReserved: 0 }, ...rest) : s;
          },
      },
    },
  ],
  [
    "a duplicate is a new socket",
    "sharing/state/one (an option, by the source)",
    given((info, g) => [info.dwProviderReserved === 0 ? info : { ...info, dwProviderReserved: 0 }, g]),
  ],
  [
    "the group of a duplicate is checked",
    "sharing/import/g-ignored",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (...args) =>
            args[3].dwProviderReserved !== 0 && (args[4] as number) !== 0 ? refuse(args, WSAEINVAL) : socket(...args),
      },
    },
  ],
  [
    "the flags of a duplicate are checked",
    "sharing/import/flags-ignored",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (...args) =>
            args[3].dwProviderReserved !== 0 && args[5] > 1 ? refuse(args, WSAEINVAL) : socket(...args),
      },
    },
  ],
  [
    "a duplicate's info has another family",
    "WSADuplicateSocketW/own-process",
    {
      slots: {
        WSPDuplicateSocket: (share) => (s, id, info, errno) => {
          const result = share(s, id, info, errno);
          info.iAddressFamily = 23;
          return result;
        },
      },
    },
  ],
  [
    "WSPDuplicateSocket accepts any process",
    "WSADuplicateSocketW/process (0)",
    {
      slots: {
        WSPDuplicateSocket:
          (share) =>
          (...args) =>
            args[1] === 0 || args[1] === -1 ? 0 : share(...args),
      },
    },
  ],
  [
    "any process can open a duplicate",
    "WSADuplicateSocketW/wrong-process",
    () => ({
      imports: { hasProcess: () => () => true },
      slots: {
        WSPSocket:
          (socket) =>
          (af, type, protocol, info, ...rest) => {
            const s = socket(af, type, protocol, info, ...rest);
            return s === -1 && info.dwProviderReserved !== 0
              ? socket(af, type, protocol, { ...info, dwProviderReserved: 0 }, ...rest)
              : s;
          },
      },
    }),
  ],
];

const GROUPS: readonly Row[] = [
  ["WSPSocket ignores g", "groups/id/readable", given((info) => [info, 0 as Group])],
  [
    "a constrained group has no constraint",
    "groups/constrained/connection-oriented",
    given((info, g) => [info, (g as number) === SG_CONSTRAINED_GROUP ? (SG_UNCONSTRAINED_GROUP as Group) : g]),
  ],
  [
    "every group is constrained",
    "groups/unconstrained/any-sockets",
    given((info, g) => [info, (g as number) === SG_UNCONSTRAINED_GROUP ? (SG_CONSTRAINED_GROUP as Group) : g]),
  ],
  [
    "every socket makes a group",
    "groups/zero",
    given((info, g) => [info, (g as number) === 0 ? (SG_UNCONSTRAINED_GROUP as Group) : g]),
  ],
  [
    "an unknown group is made",
    "groups/invalid",
    {
      slots: {
        WSPSocket: (socket) => (af, type, protocol, info, g, flags, errno) => {
          const s = socket(af, type, protocol, info, g, flags, errno);
          if (s !== -1 || errno.value !== WSAEINVAL || (g as number) <= 2) return s;
          return socket(af, type, protocol, info, SG_UNCONSTRAINED_GROUP as Group, flags, errno);
        },
      },
    },
  ],
  [
    "a group's id is one of the constants",
    "groups/id/not-a-constant",
    {
      slots: {
        WSPGetSockOpt: (get) => (s, level, name, value, length, errno) => {
          const result = get(s, level, name, value, length, errno);
          if (result === 0 && name === SO_GROUP_ID && (value as Uint8Array).some((byte) => byte !== 0)) {
            (value as Uint8Array).set([2, 0, 0, 0]);
          }
          return result;
        },
      },
    },
  ],
  [
    "a group's id is used again by another process",
    "groups/id/unique-across-processes",
    {
      imports: {
        shared: (shared) => (name, make) => (name.endsWith("groups") ? make() : shared(name, make)),
      },
    },
  ],
  [
    "a group without members does not end",
    "groups/lifetime",
    {
      slots: {
        WSPSocket: (socket) => (af, type, protocol, info, g, flags, errno) => {
          const s = socket(af, type, protocol, info, g, flags, errno);
          const isGone = s === -1 && errno.value === WSAEINVAL && (g as number) > 2 && (g as number) < 0xfff0;
          return isGone && type !== SOCK_DGRAM ? socket(af, type, protocol, info, 0 as Group, flags, errno) : s;
        },
      },
    },
  ],
  [
    "members of a constrained group connect to different hosts",
    "groups/constrained/one-destination",
    {
      slots: {
        WSPConnect:
          (connect) =>
          (...args) => {
            const result = connect(...args);
            return result !== 0 && args[7].value === WSAEINVAL ? 0 : result;
          },
      },
    },
  ],
  [
    "a bad group is WSAENOTSOCK",
    "groups/invalid",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (...args) => {
            const s = socket(...args);
            return s === -1 && (args[4] as number) > 2 ? refuse(args, WSAENOTSOCK) : s;
          },
      },
    },
  ],
];

export const SHARING_AND_GROUPS = [
  ...mutants("base", "desktop", [...SHARING, ...GROUPS]),
  ...mutants(
    "third-party",
    "ce",
    [...SHARING, ...GROUPS].filter(([, killedBy]) => isKnownOn("ce", killedBy)),
  ),
];
