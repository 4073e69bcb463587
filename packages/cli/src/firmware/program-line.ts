import { layerEventText } from "@ws2kit/layers/words";
import { codeText, logLine } from "@ws2kit/rules";

/** Formats what a program logs as one line. Records become their messages; each layer formats its own events. */
export function programLine(values: readonly unknown[]): string {
  return logLine(values, { "layer-event": (event: { readonly layer: string }) => layerEventText(event, codeText) });
}
