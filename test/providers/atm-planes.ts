import {
  IPPROTO_TCP,
  type ProtocolRow,
  SOCK_STREAM,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
  XP1_MESSAGE_ORIENTED,
  XP1_MULTIPOINT_CONTROL_PLANE,
  XP1_MULTIPOINT_DATA_PLANE,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";

export const ATM_FAMILY = 4713;

/** One combination of the two planes; each has a catalog entry. */
export interface Planes {
  readonly name: string;
  readonly iProtocol: number;
  readonly hasRootedControl: boolean;
  readonly hasRootedData: boolean;
}

/** All four planes. Source: reference §11. */
export const PLANES: readonly Planes[] = [
  { name: "rooted control, rooted data", iProtocol: IPPROTO_TCP, hasRootedControl: true, hasRootedData: true },
  { name: "rooted control, non-rooted data", iProtocol: 7, hasRootedControl: true, hasRootedData: false },
  { name: "non-rooted control, rooted data", iProtocol: 8, hasRootedControl: false, hasRootedData: true },
  { name: "non-rooted control, non-rooted data", iProtocol: 9, hasRootedControl: false, hasRootedData: false },
];

export const ATM_PROTOCOLS: readonly ProtocolRow[] = PLANES.map((planes) => ({
  iAddressFamily: ATM_FAMILY,
  iSocketType: SOCK_STREAM,
  iProtocol: planes.iProtocol,
  iMinSockAddr: 16,
  iMaxSockAddr: 16,
  dwServiceFlags1:
    XP1_GUARANTEED_DELIVERY |
    XP1_GUARANTEED_ORDER |
    XP1_MESSAGE_ORIENTED |
    XP1_SUPPORT_MULTIPOINT |
    (planes.hasRootedControl ? XP1_MULTIPOINT_CONTROL_PLANE : 0) |
    (planes.hasRootedData ? XP1_MULTIPOINT_DATA_PLANE : 0),
  szProtocol: `ATM, ${planes.name}`,
}));
