import { layerEventText } from "@ws2kit/layers/words";
import { codeText, logLine } from "@ws2kit/rules";

/** What a program logs, as one line: records in words, and events of layers in the words of their layers. */
export function programLine(values: readonly unknown[]): string {
  return logLine(values, { "layer-event": (event: { readonly layer: string }) => layerEventText(event, codeText) });
}
