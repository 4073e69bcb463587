import {
  defineProvider,
  type GUID,
  LOBYTE,
  MAKEWORD,
  type ProviderModule,
  WSAVERNOTSUPPORTED,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { Chain, type Observers } from "./chain.js";
import { loadNext } from "./next-layer.js";
import { passSelect } from "./pass-select.js";
import { passBySocket, passSockets } from "./pass-through.js";
import { passTransfers } from "./pass-transfer.js";

/** What a layer does differently in one chain: notices, and slots of its own in place of those that pass on. */
export interface Difference extends Observers {
  readonly slots?: Partial<WSPPROC_TABLE>;
}

export interface LayerDefinition {
  /** The layer's own identifier: its hidden entry's, by which it finds itself in a chain. */
  readonly ProviderId: GUID;
  readonly name: string;
  /** Makes what differs, once for each chain in each process. */
  attach(chain: Chain): Difference;
}

/**
 * Makes the module of a layered provider: 30 slots that pass on to whatever is below, but for what the author writes.
 *
 * ```ts
 * export default defineLayer({
 *   ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A11",
 *   name: "Counter",
 *   attach() {
 *     let bytes = 0;
 *     return { sent: (_socket, n) => { bytes += n; }, received: (_socket, n) => { bytes += n; } };
 *   },
 * });
 * ```
 */
export function defineLayer({ ProviderId, name, attach }: LayerDefinition): ProviderModule {
  return (_platform, imports) =>
    defineProvider({
      ProviderId,
      protocols: [],
      WSPStartup(wVersionRequested, lpWSPData, lpProtocolInfo, upcallTable, lpProcTable) {
        if (LOBYTE(wVersionRequested) < 2) return WSAVERNOTSUPPORTED;
        const next = loadNext(imports, upcallTable, ProviderId, lpProtocolInfo);
        if (typeof next === "number") return next;
        const chain = new Chain(imports, upcallTable, lpProtocolInfo, next);
        const pass = { ...passBySocket(chain), ...passSockets(chain), ...passSelect(chain), ...passTransfers(chain) };
        Object.assign(chain.pass, pass);
        const { slots, ...observers } = attach(chain);
        chain.observers = observers;
        Object.assign(lpProcTable, pass, slots);
        lpWSPData.wVersion = MAKEWORD(2, 2);
        lpWSPData.wHighVersion = MAKEWORD(2, 2);
        lpWSPData.szDescription = name;
        return 0;
      },
    });
}
