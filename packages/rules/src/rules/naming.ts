import { BASE, CE, DESKTOP, SHIPPED } from "../applies.js";
import type { Rule } from "../rule.js";

/** bind, getsockname and getpeername: the two names of a socket. */
export const NAMING = [
  {
    id: "bind/names",
    number: 1201,
    text: "A call that succeeds gives the socket its local name.",
    source: "reference §1",
    applies: BASE,
  },
  {
    id: "bind/twice",
    number: 1202,
    text: "A socket that has a name is WSAEINVAL.",
    source: "reference §1",
    applies: BASE,
  },
  {
    id: "bind/in-use",
    number: 1203,
    text: "A name that another socket has is WSAEADDRINUSE.",
    source: "reference §1; oracle bind-07; oracle bind-15",
    applies: BASE,
  },
  {
    id: "bind/not-available",
    number: 1204,
    text: "An address that is none of this machine's is WSAEADDRNOTAVAIL.",
    source: "reference §1; oracle bind-05",
    applies: BASE,
  },
  {
    id: "bind/name-short",
    number: 1205,
    text: "A name shorter than the family's address is WSAEFAULT.",
    source: "reference §1; oracle bind-09",
    applies: BASE,
  },
  {
    id: "bind/other-family",
    number: 1206,
    text: "A name of another family is WSAEAFNOSUPPORT.",
    source: "oracle bind-03; design rulings",
    applies: { ...SHIPPED, profiles: DESKTOP },
  },
  {
    id: "bind/other-family-ce",
    number: 1207,
    text: "A name of another family is WSAEFAULT.",
    source: "reference §1; design rulings",
    applies: { ...SHIPPED, profiles: CE },
  },
  {
    id: "bind/port-zero",
    number: 1208,
    text: "Port 0 has the provider choose a free port.",
    source: "reference §1.2",
    applies: SHIPPED,
  },
  {
    id: "bind/exclusive",
    number: 1209,
    text: "A name that clashes with an exclusive socket's is WSAEACCES.",
    source: "oracle bind-16; oracle bind-21",
    applies: { ...SHIPPED, profiles: DESKTOP },
  },
  {
    id: "bind/mapped-clash",
    number: 1210,
    text: "An IPv4 name that an IPv6 socket has in mapped form is WSAEADDRINUSE.",
    source: "oracle bind-20",
    applies: { ...SHIPPED, profiles: DESKTOP },
  },
  {
    id: "bind/scope",
    number: 1211,
    text: "An IPv6 scope id that no interface has is WSAEADDRNOTAVAIL.",
    source: "oracle bind-10",
    applies: { ...SHIPPED, profiles: DESKTOP },
  },
  {
    id: "getsockname/unbound",
    number: 1212,
    text: "A socket without a name is WSAEINVAL, and the buffer stays as it was.",
    source: "reference §1; oracle getsockname-01",
    applies: BASE,
  },
  {
    id: "getsockname/short",
    number: 1213,
    text: "A buffer that is too short is WSAEFAULT, and the length stays as it was.",
    source: "reference §1; oracle getsockname-02",
    applies: BASE,
  },
  {
    id: "getsockname/bound",
    number: 1214,
    text: "A bound socket gives its name, with sin_zero cleared, and its length.",
    source: "reference §1; oracle getsockname-03",
    applies: BASE,
  },
  {
    id: "getpeername/not-connected",
    number: 1215,
    text: "A socket that has no peer is WSAENOTCONN.",
    source: "reference §1",
    applies: BASE,
  },
  {
    id: "getpeername/not-connected-first",
    number: 1216,
    text: "WSAENOTCONN is reported before WSAEFAULT.",
    source: "oracle getpeername-02",
    applies: { ...SHIPPED, profiles: DESKTOP },
  },
  {
    id: "getpeername/short",
    number: 1217,
    text:
      "A name or length that is null, or a buffer that is too short, is WSAEFAULT, and the length stays as " +
      "it was.",
    source: "reference §1; oracle getpeername-04",
    applies: BASE,
  },
  {
    id: "getpeername/sendto-gives-no-peer",
    number: 1218,
    text: "sendto gives a socket no peer.",
    source: "oracle getpeername-05",
    applies: { ...BASE, capability: "datagram" },
  },
] as const satisfies readonly Rule[];
