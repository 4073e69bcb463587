import {
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_MULTIPOINT_D_ROOT,
  type WSAPROTOCOL_INFOW,
  XP1_MULTIPOINT_CONTROL_PLANE,
  XP1_MULTIPOINT_DATA_PLANE,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";

/** The multipoint flags that a provider accepts. */
export interface Multipoint {
  /** Whether a protocol supports a socket with these flags. */
  admits(info: Readonly<WSAPROTOCOL_INFOW>, dwFlags: number): boolean;
}

/** The service flag that each multipoint flag needs. */
const NEEDS: readonly (readonly [flag: number, service: number])[] = [
  [WSA_FLAG_MULTIPOINT_C_ROOT, XP1_MULTIPOINT_CONTROL_PLANE],
  [WSA_FLAG_MULTIPOINT_C_LEAF, XP1_SUPPORT_MULTIPOINT],
  [WSA_FLAG_MULTIPOINT_D_ROOT, XP1_MULTIPOINT_DATA_PLANE],
  [WSA_FLAG_MULTIPOINT_D_LEAF, XP1_SUPPORT_MULTIPOINT],
];

/**
 * Accepts one role in the control plane and one in the data plane, if the protocol supports both. Source: WSPSocket
 * (desktop), WSPSocket (1997), WSPSocket (CE 5.0).
 */
export const multipoint: Multipoint = {
  admits(info, dwFlags) {
    const control = dwFlags & (WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF);
    const data = dwFlags & (WSA_FLAG_MULTIPOINT_D_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF);
    if (!isOneBit(control) || !isOneBit(data)) return false;
    return NEEDS.every(([flag, service]) => (dwFlags & flag) === 0 || (info.dwServiceFlags1 & service) !== 0);
  },
};

function isOneBit(bits: number): boolean {
  return bits !== 0 && (bits & (bits - 1)) === 0;
}
