import { defineStreamFilter, type LayerKind, type OpenFilter } from "@ws2kit/layers";

/** Makes a kind of stream-filtering layer, as an author outside ws2kit would, for the stacks of tests. */
export function streamFilterKind(GUID: string, name: string, open: OpenFilter): LayerKind<object, never> {
  return {
    ProviderId: GUID,
    name,
    module: (_options, _report, ProviderId = GUID) => defineStreamFilter({ ProviderId, name, open }),
  };
}

const veiled = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x55);

/** Changes every byte. */
export const veil = streamFilterKind("0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D4000", "Veil", () => ({
  down: (bytes, pipe) => pipe.down(veiled(bytes)),
  up: (bytes, pipe) => pipe.up(veiled(bytes)),
}));
