/**
 * Handles: small integers below 2^31, multiples of 4, never 0. The brands let the compiler refuse a SOCKET in place of
 * an event. At run time, handles are plain numbers.
 *
 * Source: design c.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

/** A socket, as `socket` returns it; `INVALID_SOCKET` for failure. */
export type SOCKET = Branded<"SOCKET">;
/** An event, as `WSACreateEvent` returns it; `WSA_INVALID_EVENT` for failure. */
export type WSAEVENT = Branded<"WSAEVENT">;
/** Any other kernel object: a file, a completion port. */
export type HANDLE = Branded<"HANDLE">;

/** A socket group; 0 for no group. */
export type GROUP = number;

/** The number of index bits in a handle. A handle is `generation << 26 | index << 2`. */
export const HANDLE_INDEX_BITS = 24;

/**
 * A handle's index in its process's table. Indexes are small and dense, so a provider can use them as indexes of an
 * array.
 */
export function handleIndex(handle: number): number {
  return (handle >>> 2) & ((1 << HANDLE_INDEX_BITS) - 1);
}

export const INVALID_SOCKET = -1 as SOCKET;
export const SOCKET_ERROR = -1;
export const WSA_INVALID_EVENT = 0 as WSAEVENT;
export const INVALID_HANDLE_VALUE = -1 as HANDLE;
