import * as firstParty from "@ws2kit/layers";
import { type MessageRecord, messageText } from "@ws2kit/rules";
import { BuildError } from "./build-error.js";

/** A layer by its name in `@ws2kit/layers`, and its options. */
export interface LayerRow {
  readonly layer: string;
  readonly [option: string]: unknown;
}

type Kind = firstParty.LayerKind<object, unknown>;

/** The layers that firmware can have. */
export function layerNames(): string[] {
  return Object.entries(firstParty)
    .filter(([, value]) => typeof value === "object" && "ProviderId" in value)
    .map(([name]) => name);
}

/** Whether a stack can be installed: a BuildError for a layer or an option that is none, rather than a device without it. */
export function checkLayers(stack: readonly LayerRow[]): void {
  const names = layerNames();
  for (const [at, { layer, ...options }] of stack.entries()) {
    if (!names.includes(layer)) {
      throw refusal({ code: "stack-unknown", args: [at, layer, names.join(", ")] });
    }
    try {
      (firstParty as unknown as Readonly<Record<string, Kind>>)[layer].module(options, () => {});
    } catch (error) {
      throw error instanceof firstParty.BadOption ? refusal(error) : error;
    }
  }
}

function refusal(record: MessageRecord): BuildError {
  return new BuildError(messageText(record).replace(/^\[ws2kit\] /, ""));
}
