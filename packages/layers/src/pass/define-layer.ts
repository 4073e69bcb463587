import {
  defineProvider,
  LOBYTE,
  MAKEWORD,
  normalGuid,
  type Platform,
  type ProviderImports,
  type ProviderModule,
  ref,
  WSAVERNOTSUPPORTED,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { Layer } from "../kit/layer.js";
import type { LayerDefinition } from "../kit/layer-definition.js";
import { Links } from "../kit/link.js";
import { passExtensions } from "./pass-extensions.js";
import { passMessages } from "./pass-messages.js";
import { passResult } from "./pass-result.js";
import { passSelect } from "./pass-select.js";
import { passBySocket, passSockets } from "./pass-through.js";
import { passTransfers } from "./pass-transfer.js";

const VERSION = MAKEWORD(2, 2);

/** Forwarding slots that only some systems need. They replace the slots of the same name. */
export type MorePassing = (layer: Layer) => Partial<WSPPROC_TABLE>;

/**
 * Makes the module of a layered provider: 30 slots that forward to the provider below, except those that the author
 * writes.
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
export function defineLayer(definition: LayerDefinition): ProviderModule {
  return layerModule(definition, [passExtensions, passMessages]);
}

/** Makes the module of a layer with the forwarding slots of every system, and those of `more`. */
export function layerModule(
  { ProviderId, name, passesHandles = false, attach }: LayerDefinition,
  more: readonly MorePassing[],
): ProviderModule {
  return (platform, imports) => {
    let layer: Layer | null = null;

    return defineProvider({
      ProviderId,
      protocols: [],
      WSPStartup(wVersionRequested, lpWSPData, lpProtocolInfo, upcallTable, lpProcTable) {
        if (LOBYTE(wVersionRequested) < 2) return WSAVERNOTSUPPORTED;
        const errno = ref(0);
        if (layer === null || layer.startups === 0) layer = open(platform, imports, upcallTable);
        layer.useUpcalls(upcallTable);
        if (layer.links.of(lpProtocolInfo, errno) === null) return errno.value;
        layer.startups++;
        Object.assign(lpProcTable, layer.slots);
        lpWSPData.wVersion = VERSION;
        lpWSPData.wHighVersion = VERSION;
        lpWSPData.szDescription = name;
        return 0;
      },
    });
  };

  function open(platform: Platform, imports: ProviderImports, upcalls: WSPUPCALLTABLE): Layer {
    const layer = new Layer(
      platform,
      imports,
      upcalls,
      new Links(platform, imports, upcalls, normalGuid(ProviderId) ?? ProviderId),
      passesHandles,
    );
    const parts = [passBySocket(layer), passSockets(layer), passSelect(layer), passTransfers(layer), passResult(layer)];
    Object.assign(layer.pass, ...parts);
    for (const part of more) Object.assign(layer.pass, part(layer));
    const { slots, ...observers } = attach(layer);
    Object.assign(layer.observers, observers);
    Object.assign(layer.slots, layer.pass, slots);
    return layer;
  }
}
