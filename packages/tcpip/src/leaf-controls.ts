import {
  AF_INET,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_MULTICAST_HOPS,
  IPV6_MULTICAST_LOOP,
  SIO_MULTICAST_SCOPE,
  SIO_MULTIPOINT_LOOPBACK,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import { type ControlTable, taking } from "./controlling.js";
import { byte, small } from "./option-forms.js";
import { octet, type Setter, told } from "./option-kinds.js";

const scope4 = /* @__PURE__ */ octet(IPPROTO_IP, IP_MULTICAST_TTL, small, 1);
const scope6 = /* @__PURE__ */ octet(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, small, 1);
const loop4 = /* @__PURE__ */ told(IPPROTO_IP, IP_MULTICAST_LOOP, byte, 1);
const loop6 = /* @__PURE__ */ told(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, byte, 1);

type Settable = { readonly set?: Setter };

/** A control code by which a leaf sets an option of its IP; a socket that is no leaf does not know it. */
const ofLeaf = (v4: Settable, v6: Settable, form: (value: number) => number) =>
  taking((socket, value) => {
    if ((socket.flags & WSA_FLAG_MULTIPOINT_C_LEAF) === 0) return -WSAEOPNOTSUPP;
    return ((socket.family === AF_INET ? v4 : v6).set as Setter)(socket, form(value));
  });

/** How far a leaf's datagrams go, and whether they come back to it. Source: reference §11; oracle ioctl. */
export const leafControls: ControlTable = {
  [SIO_MULTICAST_SCOPE]: ofLeaf(scope4, scope6, (hops) => hops),
  [SIO_MULTIPOINT_LOOPBACK]: ofLeaf(loop4, loop6, (on) => (on === 0 ? 0 : 1)),
};
