/**
 * Handles: small integers below 2^31, multiples of 4, never 0. The brands keep a SOCKET from being
 * passed where an event is due; at run time they are plain numbers.
 *
 * Source: design c.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

/** What `socket` returns; `INVALID_SOCKET` when it failed. */
export type SOCKET = Branded<"SOCKET">;
/** What `WSACreateEvent` returns; `WSA_INVALID_EVENT` when it failed. */
export type WSAEVENT = Branded<"WSAEVENT">;
/** Any other kernel object: a file, a completion port. */
export type HANDLE = Branded<"HANDLE">;

/** A socket group; 0 for no group. */
export type GROUP = number;

/** The bits of a handle that say where in its process's table it is; a handle is `generation << 26 | index << 2`. */
export const HANDLE_INDEX_BITS = 24;

/** A handle's place in its process's table: small and dense, so that a provider can keep a list by it. */
export function handleIndex(handle: number): number {
  return (handle >>> 2) & ((1 << HANDLE_INDEX_BITS) - 1);
}

export const INVALID_SOCKET = -1 as SOCKET;
export const SOCKET_ERROR = -1;
export const WSA_INVALID_EVENT = 0 as WSAEVENT;
export const INVALID_HANDLE_VALUE = -1 as HANDLE;
