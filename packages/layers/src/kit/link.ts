import { textOf } from "@ws2kit/core";
import {
  type LPINT,
  MAKEWORD,
  newWSPDATA,
  type Platform,
  type Provider,
  type ProviderImports,
  ref,
  SLOTS,
  type SlotName,
  SOCKET_ERROR,
  setErrno,
  WSAEINVAL,
  WSAEINVALIDPROCTABLE,
  WSAEPROVIDERFAILEDINIT,
  type WSAPROTOCOL_INFOW,
  WSASYSCALLFAILURE,
  type WSPDATA,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import type { LayerOperation } from "./operation.js";

/** The provider below a layer in one chain. */
export interface Link {
  /** The procedure table of the provider below. */
  readonly slots: WSPPROC_TABLE;
  /** The chain's catalog entry. */
  readonly chain: Readonly<WSAPROTOCOL_INFOW>;
  /** All links of the layer in this process. */
  readonly owner: Links;
  /** Operations that have ended. The next calls reuse them. */
  readonly idle: LayerOperation[];
  /** Whether the provider below is the base provider: the last member of the chain. */
  readonly isBase: boolean;
  /** The catalog entry of the provider below. */
  readonly entry: Readonly<WSAPROTOCOL_INFOW>;
  /** The path of the DLL of the provider below. */ readonly path: string;
}

/** Records that a slot below threw `error`, for a caller that rethrows it. Returns `error`. */
export function thrownBy({ owner, path }: Link, slot: SlotName, error: unknown): unknown {
  return owner.imports.exceptions.from(error, path, slot);
}

/** Calls a slot below. If the slot throws, records that it did, and rethrows the exception. */
export function ask<T>(below: Link, slot: SlotName, call: (slots: WSPPROC_TABLE) => T): T {
  try {
    return call(below.slots);
  } catch (error) {
    throw thrownBy(below, slot, error);
  }
}

/**
 * Calls a slot below while no call from above runs. If the slot throws, logs the exception, and the call fails with
 * WSASYSCALLFAILURE.
 */
export function attempt(below: Link, slot: SlotName, lpErrno: LPINT, call: (slots: WSPPROC_TABLE) => number): number {
  try {
    return call(below.slots);
  } catch (error) {
    below.owner.imports.exceptions.contain(error, below.path, slot);
    setErrno(lpErrno, WSASYSCALLFAILURE);
    return SOCKET_ERROR;
  }
}

/** A provider whose WSPStartup has succeeded. */
interface Started {
  readonly slots: WSPPROC_TABLE;
  readonly path: string;
}

const VERSION = MAKEWORD(2, 2);

/** Slots that a provider may leave empty on some systems. */
const OPTIONAL: readonly SlotName[] = ["WSPCancelBlockingCall", "WSPGetQOSByName"];

/**
 * The providers below the layer `ProviderId`, by chain. A provider is found and started when a chain first needs it,
 * and only once. Source: reference §6; WSPSocket (desktop), WSPSocket (1997), WSPSocket (CE 5.0).
 */
export class Links {
  readonly #byChain = new Map<number, Link>();
  readonly #started = new Map<string, Started>();

  constructor(
    readonly platform: Platform,
    readonly imports: ProviderImports,
    public upcalls: WSPUPCALLTABLE,
    readonly ProviderId: string,
  ) {}

  /**
   * Returns the link of a chain, and starts the provider below if it is not started yet; null with the code if that
   * fails.
   */
  of(chain: Readonly<WSAPROTOCOL_INFOW>, lpErrno: LPINT): Link | null {
    const known = this.#byChain.get(chain.dwCatalogEntryId);
    if (known !== undefined) return known;
    const link = this.#find(chain);
    if (typeof link !== "number") {
      this.#byChain.set(chain.dwCatalogEntryId, link);
      return link;
    }
    setErrno(lpErrno, link);
    return null;
  }

  /** Forwards WSPCancelBlockingCall to every provider below: the current thread's call waits in one of them. */
  cancelBlockingCall(lpErrno: LPINT): number {
    setErrno(lpErrno, WSAEINVAL);
    for (const { slots, path } of this.#started.values()) {
      try {
        // a slot that may be empty on Windows CE
        if (slots.WSPCancelBlockingCall?.(lpErrno) === 0) return 0;
      } catch (error) {
        throw this.imports.exceptions.from(error, path, "WSPCancelBlockingCall");
      }
    }
    return SOCKET_ERROR;
  }

  /** Calls WSPCleanup of every provider that the layer has started. */
  cleanup(lpErrno: LPINT): number {
    let result = 0;
    for (const { slots, path } of this.#started.values()) {
      try {
        result = slots.WSPCleanup(lpErrno) || result;
      } catch (error) {
        this.imports.exceptions.contain(error, path, "WSPCleanup");
        setErrno(lpErrno, WSASYSCALLFAILURE);
        result = SOCKET_ERROR;
      }
    }
    this.#started.clear();
    this.#byChain.clear();
    return result;
  }

  #find(given: Readonly<WSAPROTOCOL_INFOW>): Link | number {
    const entries = allEntries(this.imports);
    // The caller may pass a copy with other values: only its id is used.
    const chain = entries.find((entry) => entry.dwCatalogEntryId === given.dwCatalogEntryId) ?? given;
    const { ChainLen, ChainEntries } = chain.ProtocolChain;
    const ids = ChainEntries.slice(0, ChainLen);
    const own = entries.filter((entry) => entry.ProviderId === this.ProviderId).map((entry) => entry.dwCatalogEntryId);
    const position = ids.findIndex((id) => own.includes(id));
    const entry = entries.find((one) => one.dwCatalogEntryId === ids[position + 1]);
    if (position < 0 || entry === undefined) return WSAEPROVIDERFAILEDINIT;
    const isBase = position + 2 === ChainLen;
    // propagation/WSPStartup: another layer sees the chain, the base its own entry
    const started = this.#start(entry, isBase ? entry : given);
    if (typeof started === "number") return started;
    return { ...started, chain: Object.freeze(chain), owner: this, idle: [], isBase, entry: Object.freeze(entry) };
  }

  #start(entry: WSAPROTOCOL_INFOW, info: Readonly<WSAPROTOCOL_INFOW>): Started | number {
    const started = this.#started.get(entry.ProviderId);
    if (started !== undefined) return started;
    const path = ref("");
    const length = ref(0x10000);
    if (this.upcalls.WPUGetProviderPath(entry.ProviderId, path, length, ref(0)) !== 0) return WSAEPROVIDERFAILEDINIT;
    const provider = this.imports.LoadLibrary(path.value);
    if (provider === null) return WSAEPROVIDERFAILEDINIT;
    const data = newWSPDATA();
    const slots = {} as WSPPROC_TABLE;
    const code = this.#startup(provider, path.value, data, info, slots);
    if (code !== 0) return code;
    if (data.wVersion !== VERSION) {
      // propagation/version
      slots.WSPCleanup?.(ref(0));
      return WSAEPROVIDERFAILEDINIT;
    }
    const empty = SLOTS.find((slot) => typeof slots[slot] !== "function" && !OPTIONAL.includes(slot));
    if (empty !== undefined) {
      this.platform.log({ code: "provider-empty-slot", args: [path.value, empty] });
      slots.WSPCleanup?.(ref(0));
      return WSAEINVALIDPROCTABLE;
    }
    const found = { slots, path: path.value };
    this.#started.set(entry.ProviderId, found);
    return found;
  }

  /** Calls a WSPStartup. Returns 0 or the code. */
  #startup(
    provider: Provider,
    path: string,
    data: WSPDATA,
    info: Readonly<WSAPROTOCOL_INFOW>,
    slots: WSPPROC_TABLE,
  ): number {
    try {
      return provider.WSPStartup(VERSION, data, info, this.upcalls, slots);
    } catch (error) {
      if (this.imports.exceptions.goesOn(error)) throw error;
      this.platform.log({ code: "provider-failed-init", args: [path, provider.ProviderId, textOf(error)] });
      return WSAEPROVIDERFAILEDINIT;
    }
  }
}

function allEntries(imports: ProviderImports): WSAPROTOCOL_INFOW[] {
  const size = ref(0);
  imports.WSCEnumProtocols(null, null, size, ref(0));
  const entries: WSAPROTOCOL_INFOW[] = [];
  imports.WSCEnumProtocols(null, entries, size, ref(0));
  return entries;
}
