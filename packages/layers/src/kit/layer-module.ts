import {
  defineProvider,
  type GUID,
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
import { Layer, type Observers } from "./layer.js";
import { Links } from "./link.js";
import { passResult } from "./pass-result.js";
import { passSelect } from "./pass-select.js";
import { passBySocket, passSockets } from "./pass-through.js";
import { passTransfers } from "./pass-transfer.js";

const VERSION = MAKEWORD(2, 2);

/** What a layer does differently: notices, and slots of its own in place of those that pass on. */
export interface Difference extends Observers {
  readonly slots?: Partial<WSPPROC_TABLE>;
}

export interface LayerDefinition {
  /** The layer's own identifier: its hidden entry's, by which it finds itself in a layer. */
  readonly ProviderId: GUID;
  readonly name: string;
  /**
   * Where the handle below is a file's, it is passed up and made this layer's, instead of a handle of the layer's own: what the
   * system does with files reaches the base straight, and of overlapped operations the layer sees the start alone.
   */
  readonly passesHandles?: boolean;
  /** Makes what differs, once for each process. */
  attach(layer: Layer): Difference;
}

/** Slots in place of some of those that pass on, where a system has more to pass. */
export type MorePassing = (layer: Layer) => Partial<WSPPROC_TABLE>;

/** Makes the module of a layer that passes what every system has, and `more`. */
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
