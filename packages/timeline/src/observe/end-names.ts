import {
  ref,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  sockaddrFamily,
  sockaddrSize,
  sockaddrText,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";

type Names = readonly [local: string, remote: string];

/** The calls after which a socket's addresses may have changed. */
const CONNECTS = ["WSPConnect", "WSPAccept", "WSPBind", "WSPJoinLeaf"];
const TRANSFERS = ["WSPSend", "WSPSendTo", "WSPRecv"];

/**
 * Asks a base provider for the addresses of its sockets' ends after calls that may have changed them: calls of
 * WSPGetSockName and WSPGetPeerName, which change nothing.
 */
export class EndNames {
  readonly #slots: Partial<WSPPROC_TABLE>;
  readonly #known = new Map<SOCKET, Names>();

  /** `slots` is the provider's own procedure table. */
  constructor(slots: Partial<WSPPROC_TABLE>) {
    this.#slots = slots;
  }

  /** The names of a socket's ends after a call, if they are known and have not been returned before. */
  of(s: SOCKET, slot: string): Names | undefined {
    if (slot === "WSPCloseSocket") this.#known.delete(s);
    const known = this.#known.get(s);
    // a connection may have been established since the last call
    const mayBeNew = CONNECTS.includes(slot) || (TRANSFERS.includes(slot) && (known === undefined || known[1] === ""));
    if (!mayBeNew) return undefined;
    const local = nameOf(this.#slots.WSPGetSockName, s);
    if (local === "") return undefined;
    const names: Names = [local, nameOf(this.#slots.WSPGetPeerName, s)];
    if (known?.join() === names.join()) return undefined;
    this.#known.set(s, names);
    return names;
  }
}

function nameOf(get: WSPPROC_TABLE["WSPGetSockName"] | undefined, s: SOCKET): string {
  const name = new Uint8Array(SOCKADDR_STORAGE_SIZE);
  try {
    if (get?.(s, name, ref(name.length), ref(0)) !== 0) return "";
  } catch {
    return "";
  }
  return sockaddrSize(sockaddrFamily(name)) === 0 ? "" : sockaddrText(name);
}
