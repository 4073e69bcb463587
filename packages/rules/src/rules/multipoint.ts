import { BASE, CE, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** Multipoint sockets: the flags that make one, and who may set them. */
export const MULTIPOINT = [
  {
    id: "multipoint/c-root/needs-rooted-control",
    number: 201,
    text:
      "WSA_FLAG_MULTIPOINT_C_ROOT makes a c_root, and only if the protocol's info declares a rooted " +
      "control plane.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags; WSASocket (CE) flags",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "multipoint/c-leaf/needs-multipoint",
    number: 202,
    text: "WSA_FLAG_MULTIPOINT_C_LEAF makes a c_leaf, and only if the protocol's info has XP1_SUPPORT_MULTIPOINT.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags; WSASocket (CE) flags",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "multipoint/d-root/needs-rooted-data",
    number: 203,
    text: "WSA_FLAG_MULTIPOINT_D_ROOT makes a d_root, and only if the protocol's info declares a rooted data plane.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags; WSASocket (CE) flags",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "multipoint/d-leaf/needs-multipoint",
    number: 204,
    text: "WSA_FLAG_MULTIPOINT_D_LEAF makes a d_leaf, and only if the protocol's info has XP1_SUPPORT_MULTIPOINT.",
    source: "WSPSocket (desktop) flags; WSPSocket (1997) flags; WSPSocket (CE 5.0) flags; WSASocket (CE) flags",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "multipoint/exactly-one-control",
    number: 205,
    text: "A multipoint socket is made with exactly one of the C_ROOT and C_LEAF flags; both, or neither together with a D flag, is WSAEINVAL.",
    source:
      "WSPSocket (desktop) remarks; WSPSocket (1997) flags; WSPSocket (CE 5.0) remarks; WSASocket (CE) flags; design rulings",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "multipoint/exactly-one-data",
    number: 206,
    text: "A multipoint socket is made with exactly one of the D_ROOT and D_LEAF flags; both, or neither together with a C flag, is WSAEINVAL.",
    source:
      "WSPSocket (desktop) remarks; WSPSocket (1997) flags; WSPSocket (CE 5.0) remarks; WSASocket (CE) flags; design rulings",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "multipoint/plane-missing",
    number: 207,
    text: "A flag whose plane or whose XP1_SUPPORT_MULTIPOINT the protocol's info does not declare is WSAEINVAL.",
    source: "design rulings; reference §11",
    applies: { ...BASE, systems: DESKTOP, capability: "multipoint" },
  },
  {
    id: "multipoint/leaf-in-rooted-plane",
    number: 208,
    text: "A leaf is allowed in a rooted plane too: the SPI page decides, not the stricter API page.",
    source: "reference §11; design rulings",
    applies: { ...BASE, systems: DESKTOP, capability: "multipoint" },
  },
  {
    id: "multipoint/unsupported",
    number: 209,
    text: "A provider without multipoint returns WSAEINVAL for any multipoint flag.",
    source: "design rulings",
    applies: { ...BASE, lacking: "multipoint" },
  },
  {
    id: "multipoint/ce/built-in",
    number: 210,
    text: "The shipped providers of Windows CE accept neither the multipoint flags nor WSAJoinLeaf.",
    source: "WSASocket (CE) remarks; reference §1.3",
    applies: { ...SHIPPED, systems: CE },
  },
  {
    id: "multipoint/ce/third-party",
    number: 211,
    text:
      "A third party's provider on Windows CE may support the multipoint flags and WSAJoinLeaf, and then " +
      "they work.",
    source: "WSASocket (CE) remarks; design two halves",
    applies: { ...BASE, systems: CE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/ce/built-in",
    number: 212,
    text: "WSPJoinLeaf of the TCP/IP provider on Windows CE always fails with WSASYSCALLFAILURE.",
    source: "reference §1.3",
    applies: { ...SHIPPED, systems: CE },
  },
  {
    id: "WSPJoinLeaf/needs-multipoint-socket",
    number: 213,
    text: "WSPJoinLeaf accepts only a multipoint socket.",
    source: "reference §11",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/c-root/new-descriptor",
    number: 214,
    text: "On a c_root, WSPJoinLeaf names the leaf and returns a new descriptor, a c_leaf.",
    source: "reference §11",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/c-leaf/same-descriptor",
    number: 215,
    text: "On a c_leaf, WSPJoinLeaf names the root or the session and returns the same descriptor.",
    source: "reference §11",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/binds",
    number: 216,
    text: "WSPJoinLeaf binds a socket that has no local name yet.",
    source: "reference §11",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/receives",
    number: 217,
    text: "A leaf that has joined a session receives the data that is sent to the session.",
    source: "reference §11",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/sender-only",
    number: 218,
    text: "With JL_SENDER_ONLY the leaf does not join the group of receivers.",
    source: "reference §11",
    applies: { ...BASE, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/bad-direction",
    number: 219,
    text: "Flags other than JL_SENDER_ONLY, JL_RECEIVER_ONLY and JL_BOTH are WSAEINVAL.",
    source: "reference §11",
    applies: { ...BASE, systems: DESKTOP, capability: "multipoint" },
  },
  {
    id: "WSPJoinLeaf/refused",
    number: 220,
    text: "A leaf of TCP/IP joins only multicast groups: another address is WSAEADDRNOTAVAIL, data WSAEPROTONOSUPPORT, a flow specification WSAEOPNOTSUPP, a port in use WSAEADDRINUSE.",
    source: "reference §11; page codes",
    applies: { ...SHIPPED, systems: DESKTOP, capability: "multipoint" },
  },
] as const satisfies readonly Rule[];
