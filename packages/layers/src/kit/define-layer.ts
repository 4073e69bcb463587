import type { ProviderModule } from "@ws2kit/spi";
import { type LayerDefinition, layerModule } from "./layer-module.js";
import { passExtensions } from "./pass-extensions.js";

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
export function defineLayer(definition: LayerDefinition): ProviderModule {
  return layerModule(definition, [passExtensions]);
}
