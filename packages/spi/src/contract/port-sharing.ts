import { WSAEACCES, WSAEADDRINUSE } from "../numbers/errors.js";

/** How a bound socket shares its address: no option set, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE. */
export const SHARE_DEFAULT = 0;
export const SHARE_REUSE = 1;
export const SHARE_EXCLUSIVE = 2;

const OK = 0;
const USED = -WSAEADDRINUSE;
const DENIED = -WSAEACCES;

/**
 * The result of the second of two binds to one port. Rows: how the first socket shares, with the wildcard or a specific
 * address. Columns: the same of the second socket. The values are those of Microsoft's page "Using SO_REUSEADDR and
 * SO_EXCLUSIVEADDRUSE" for Windows Server 2003 and later, both sockets of one user.
 */
const SECOND_BIND: readonly (readonly number[])[] = [
  // default W, S     reuse W, S       exclusive W, S
  [USED, OK, /*     */ DENIED, OK, /**/ USED, OK], //         default, wildcard
  [OK, USED, /*     */ OK, DENIED, /**/ USED, USED], //       default, specific
  [USED, OK, /*     */ OK, OK, /*    */ USED, OK], //         reuse, wildcard
  [OK, USED, /*     */ OK, OK, /*    */ USED, USED], //       reuse, specific
  [USED, DENIED, /* */ DENIED, DENIED, /**/ USED, DENIED], // exclusive, wildcard
  [OK, USED, /*     */ OK, DENIED, /**/ USED, USED], //       exclusive, specific
];

/** A bound address, for comparison with another socket's bind to the same port. */
export interface Holder {
  /** SHARE_*. */
  readonly share: number;
  /** The address as text; an IPv4-mapped address as IPv4. */
  readonly boundIp: string;
  /** Whether it is an IPv6 socket on `::` that accepts IPv4 too. */
  readonly dualStack: boolean;
}

/**
 * Returns the code of the second of two binds to one port: 0 or a negative code. A dual-stack `::` and `0.0.0.0` share
 * a port unless the table denies it or the first is exclusive (test_reuseaddr, test_ipv6only).
 */
export function secondBind(first: Holder, second: Holder): number {
  if (!covers(first, second.boundIp) && !covers(second, first.boundIp)) return OK;
  const code = SECOND_BIND[rank(first)][rank(second)];
  const areTwoWildcards = first.boundIp !== second.boundIp && isAny(first.boundIp) && isAny(second.boundIp);
  if (code !== USED || !areTwoWildcards) return code;
  return first.share === SHARE_EXCLUSIVE ? DENIED : OK;
}

/** Returns whether the socket receives packets to the address `ip`. */
export function covers({ boundIp, dualStack }: Holder, ip: string): boolean {
  if (boundIp === ip) return true;
  return ip.includes(":") ? boundIp === "::" : boundIp === "0.0.0.0" || (boundIp === "::" && dualStack);
}

function rank({ share, boundIp }: Holder): number {
  return 2 * share + (isAny(boundIp) ? 0 : 1);
}

function isAny(ip: string): boolean {
  return ip === "0.0.0.0" || ip === "::";
}
