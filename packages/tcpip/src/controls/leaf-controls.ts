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
import { forward, forwardOctet, type Setter } from "../options/option.js";
import { type ControlTable, dwordInput } from "./controlling.js";

/** A control code that sets an option of IPv4 or IPv6 on a leaf. On other sockets the code is unknown. */
const ofLeaf = (v4: number, v6: number, set: Setter) =>
  dwordInput((socket, value) => {
    if ((socket.flags & WSA_FLAG_MULTIPOINT_C_LEAF) === 0) return -WSAEOPNOTSUPP;
    return socket.af === AF_INET ? set(socket, value, IPPROTO_IP, v4) : set(socket, value, IPPROTO_IPV6, v6);
  });

/** The controls for the scope of a leaf's datagrams, and for their loopback. Source: reference §11; oracle ioctl. */
export const leafControls: ControlTable = {
  [SIO_MULTICAST_SCOPE]: ofLeaf(IP_MULTICAST_TTL, IPV6_MULTICAST_HOPS, forwardOctet(1)),
  [SIO_MULTIPOINT_LOOPBACK]: ofLeaf(IP_MULTICAST_LOOP, IPV6_MULTICAST_LOOP, (socket, value, ...at) =>
    forward(socket, value === 0 ? 0 : 1, ...at),
  ),
};
