import { WSAEACCES, WSAEADDRINUSE } from "../numbers/errors.js";

/** What a bound socket lets others do with its address: nothing set, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE. */
export const SHARE_DEFAULT = 0;
export const SHARE_REUSE = 1;
export const SHARE_EXCLUSIVE = 2;

const OK = 0;
const USED = -WSAEADDRINUSE;
const DENIED = -WSAEACCES;

/**
 * The second of two binds to one port whose addresses overlap. Rows: the first socket's way to share, wildcard then
 * specific; columns: the second's. The rows are those of Microsoft's page "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE"
 * for Windows Server 2003 and later, both sockets of one user.
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

/** A bound address, as another socket's bind to the same port sees it. */
export interface Holder {
  /** SHARE_*. */
  readonly share: number;
  /** The address as text, an IPv4-mapped one as IPv4. */
  readonly boundIp: string;
  /** An IPv6 socket on `::` that accepts IPv4 too. */
  readonly dualStack: boolean;
}

/**
 * The code of the second of two binds to one port: 0, or a negative code. A dual-stack `::` and `0.0.0.0` share a port
 * unless the table denies it or the first is exclusive (test_reuseaddr, test_ipv6only).
 */
export function secondBind(first: Holder, second: Holder): number {
  if (!covers(first, second.boundIp) && !covers(second, first.boundIp)) return OK;
  const code = SECOND_BIND[rank(first)][rank(second)];
  const areTwoWildcards = first.boundIp !== second.boundIp && isAny(first.boundIp) && isAny(second.boundIp);
  if (code !== USED || !areTwoWildcards) return code;
  return first.share === SHARE_EXCLUSIVE ? DENIED : OK;
}

/** Whether packets to the address `ip` are for this socket. */
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
