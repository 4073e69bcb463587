import { type ProviderModule, type Ref, SLOTS, type SlotName, SOCKET_ERROR, type WSPPROC_TABLE } from "@ws2kit/spi";
import { defineLayer } from "../kit/define-layer.js";

/** One call that crossed the layer, on its way back up. */
export interface Crossing {
  readonly slot: SlotName;
  /** The slot's first argument: the socket's handle as the layer above knows it, where the slot has one. */
  readonly subject: unknown;
  readonly result: unknown;
  /** The error code, 0 when the call succeeded. */
  readonly code: number;
}

/** The trace layer's ProviderId. */
export const TRACE_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B1000";

/** A layer that tells of every crossing, and changes nothing. */
export function traceLayer(tell: (crossing: Crossing) => void): ProviderModule {
  return defineLayer({
    ProviderId: TRACE_PROVIDER,
    name: "Trace",
    attach: ({ pass }) => ({ slots: traced(pass, tell) }),
  });
}

function traced(pass: WSPPROC_TABLE, tell: (crossing: Crossing) => void): Partial<WSPPROC_TABLE> {
  const slots: Record<string, unknown> = {};
  for (const slot of SLOTS) {
    const next = pass[slot] as unknown as (...args: unknown[]) => unknown;
    slots[slot] = (...args: unknown[]) => {
      const result = next(...args);
      const failed = result === SOCKET_ERROR || result === false;
      tell({ slot, subject: args[0], result, code: failed ? (args[args.length - 1] as Ref<number>).value : 0 });
      return result;
    };
  }
  return slots as Partial<WSPPROC_TABLE>;
}
