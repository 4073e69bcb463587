import { newWSAPROTOCOL_INFOW, type Ref, ref, type WSAPROTOCOL_INFOW, WSAPROTOCOL_INFOW_SIZE } from "@ws2kit/spi";
import type { SystemCalls } from "./calls.js";
import { WS2_32 } from "./functions.js";

/** MAX_PATH, in characters. */
const MOST_PATH = 260;

/** The catalog of the system, as ws2_32.dll lists it. */
export interface SystemCatalog {
  /** All entries, those of layers too, in the order of the catalog. */
  readonly entries: readonly WSAPROTOCOL_INFOW[];
  /** The path of a provider's DLL, as it is stored; `null` for an unknown provider. */
  pathOf(ProviderId: string): string | null;
}

/** Returns the catalog of the system: `entries` reads it anew. */
export function systemCatalog(calls: SystemCalls): SystemCatalog {
  const enumerate = calls.bind("ws2_32", "WSCEnumProtocols", WS2_32.WSCEnumProtocols);
  const getPath = calls.bind("ws2_32", "WSCGetProviderPath", WS2_32.WSCGetProviderPath);
  return {
    get entries() {
      const size = ref(0);
      enumerate(null, null, size, ref(0));
      const room = Array.from({ length: Math.ceil(size.value / WSAPROTOCOL_INFOW_SIZE) }, newWSAPROTOCOL_INFOW);
      const count = enumerate(null, room, size, ref(0)) as number;
      return room.slice(0, Math.max(0, count));
    },
    pathOf(ProviderId) {
      const path: Ref<string> = ref("");
      return getPath(ProviderId, path, ref(MOST_PATH), ref(0)) === 0 ? path.value : null;
    },
  };
}
