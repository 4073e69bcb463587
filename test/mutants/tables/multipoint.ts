import {
  JL_BOTH,
  JL_RECEIVER_ONLY,
  JL_SENDER_ONLY,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_MULTIPOINT_D_ROOT,
  WSA_FLAG_OVERLAPPED,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { isKnownOn, mutants, type Row, refuse } from "../rows.js";

type Socket = WSPPROC_TABLE["WSPSocket"];
type JoinLeaf = WSPPROC_TABLE["WSPJoinLeaf"];

const LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;

/** WSPSocket with other flags. */
const flagged = (change: (flags: number) => number) => ({
  slots: {
    WSPSocket:
      (socket: Socket): Socket =>
      (af, type, protocol, info, g, flags, errno) =>
        socket(af, type, protocol, info, g, change(flags), errno),
  },
});

/** WSPJoinLeaf in another direction. */
const directed = (change: (flags: number) => number) => ({
  slots: {
    WSPJoinLeaf:
      (join: JoinLeaf): JoinLeaf =>
      (s, name, length, caller, callee, sqos, gqos, flags, errno) =>
        join(s, name, length, caller, callee, sqos, gqos, change(flags), errno),
  },
});

const ROWS: readonly Row[] = [
  [
    "WSPSocket accepts a root and a leaf of the control plane at once",
    "multipoint/exactly-one-control (both)",
    flagged((flags) => (flags & 2 && flags & 4 ? flags & ~WSA_FLAG_MULTIPOINT_C_ROOT : flags)),
  ],
  [
    "WSPSocket requires no flag of the control plane",
    "multipoint/exactly-one-control (none)",
    flagged((flags) => (flags & 0x18 && !(flags & 6) ? flags | WSA_FLAG_MULTIPOINT_C_LEAF : flags)),
  ],
  [
    "WSPSocket accepts a root and a leaf of the data plane at once",
    "multipoint/exactly-one-data (both)",
    flagged((flags) => (flags & 8 && flags & 16 ? flags & ~WSA_FLAG_MULTIPOINT_D_ROOT : flags)),
  ],
  [
    "WSPSocket requires no flag of the data plane",
    "multipoint/exactly-one-data (none)",
    flagged((flags) => (flags & 6 && !(flags & 0x18) ? flags | WSA_FLAG_MULTIPOINT_D_LEAF : flags)),
  ],
  [
    "WSPSocket makes a leaf for a root that the control plane does not allow",
    "multipoint/c-root/needs-rooted-control (UDP)",
    flagged((flags) => (flags & WSA_FLAG_MULTIPOINT_C_ROOT ? (flags & ~WSA_FLAG_MULTIPOINT_C_ROOT) | LEAF : flags)),
  ],
  [
    "WSPSocket ignores multipoint flags on a stream",
    "multipoint/c-leaf/needs-multipoint",
    {
      slots: {
        WSPSocket: (socket) => (af, type, protocol, info, g, flags, errno) =>
          socket(af, type, protocol, info, g, type === 1 ? flags & WSA_FLAG_OVERLAPPED : flags, errno),
      },
    },
  ],
  [
    "WSPSocket makes no leaves",
    "multipoint/d-leaf/needs-multipoint",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (...args) =>
            (args[5] & LEAF) === LEAF ? refuse(args, WSAEINVAL) : socket(...args),
      },
    },
  ],
  [
    "WSPSocket drops the flags of a leaf",
    "WSPJoinLeaf/c-leaf/same-descriptor",
    flagged((flags) => ((flags & LEAF) === LEAF ? flags & WSA_FLAG_OVERLAPPED : flags)),
  ],
  [
    "WSPJoinLeaf of a leaf makes a descriptor",
    "WSPJoinLeaf/c-leaf/same-descriptor",
    () => {
      let open: Socket;
      let args: Parameters<Socket>;
      return {
        slots: {
          WSPSocket: (socket) => {
            open = socket;
            return (...given) => {
              args = given;
              return socket(...given);
            };
          },
          WSPJoinLeaf:
            (join) =>
            (...given) =>
              join(...given) === -1 ? refuse(given, given[8].value) : open(...args),
        },
      };
    },
  ],
  ["WSPJoinLeaf does not join the group", "WSPJoinLeaf/receives", { slots: { WSPJoinLeaf: () => (s) => s } }],
  [
    "WSPJoinLeaf accepts any socket",
    "WSPJoinLeaf/needs-multipoint-socket",
    {
      slots: {
        WSPJoinLeaf:
          (join) =>
          (...args) => {
            const s = join(...args);
            return s === -1 && args[8].value === WSAEINVAL ? args[0] : s;
          },
      },
    },
  ],
  [
    "WSPJoinLeaf accepts any direction",
    "WSPJoinLeaf/bad-direction",
    directed((flags) => (flags === JL_SENDER_ONLY || flags === JL_RECEIVER_ONLY ? flags : JL_BOTH)),
  ],
  [
    "WSPJoinLeaf of a sender receives",
    "WSPJoinLeaf/sender-only",
    directed((flags) => (flags === JL_SENDER_ONLY ? JL_BOTH : flags)),
  ],
  [
    "WSPJoinLeaf of a receiver does not receive",
    "WSPJoinLeaf/receives",
    directed((flags) => (flags === JL_RECEIVER_ONLY ? JL_SENDER_ONLY : flags)),
  ],
  [
    "WSPJoinLeaf reports WSAEOPNOTSUPP for a socket that is not multipoint",
    "WSPJoinLeaf/needs-multipoint-socket",
    {
      slots: {
        WSPJoinLeaf:
          (join) =>
          (...args) => {
            const s = join(...args);
            return s === -1 && args[8].value === WSAEINVAL ? refuse(args, WSAEOPNOTSUPP) : s;
          },
      },
    },
  ],
];

export const MULTIPOINT = [
  ...mutants("base", "desktop", ROWS),
  ...mutants(
    "third-party",
    "ce",
    ROWS.filter(([, killedBy]) => isKnownOn("ce", killedBy)),
  ),
];
