import * as firstParty from "@ws2kit/layers";
import { type MessageRecord, messageText } from "@ws2kit/rules";
import { MAX_PROTOCOL_CHAIN } from "@ws2kit/spi";
import { BuildError } from "./build-error.js";

/** A layer by its name in `@ws2kit/layers`, and its options. */
export interface LayerRow {
  /** The layer's name: "trace". */
  readonly layer: string;
  readonly [option: string]: unknown;
}

type Kind = firstParty.LayerKind<object, unknown>;

/** The most layers of a stack; the last entry of a chain is the provider below them. */
const MOST_LAYERS = MAX_PROTOCOL_CHAIN - 1;

/** A stack that cannot be installed. */
export class BadLayer extends BuildError {
  constructor(
    /** The index of the layer in the stack, then the names and indexes that lead to an option. */
    readonly path: readonly (string | number)[],
    /** What is wrong, without the prefix of the message. */
    readonly reason: string,
  ) {
    super(reason);
  }
}

/** The names of the layers that firmware can install. */
export function layerNames(): string[] {
  return Object.entries(firstParty)
    .filter(([, value]) => typeof value === "object" && "ProviderId" in value)
    .map(([name]) => name);
}

/**
 * Checks whether a stack can be installed: throws a BadLayer for an unknown layer, a wrong option, or one layer too
 * many.
 */
export function checkLayers(stack: readonly LayerRow[]): void {
  if (stack.length > MOST_LAYERS) {
    throw new BadLayer(
      [MOST_LAYERS],
      `the stack has ${stack.length} layers; a chain has room for ${MOST_LAYERS} over the target's provider.`,
    );
  }
  const names = layerNames();
  for (const [at, { layer, ...options }] of stack.entries()) {
    if (!names.includes(layer)) {
      throw new BadLayer([at, "layer"], reasonOf({ code: "stack-unknown", args: [at, layer, names.join(", ")] }));
    }
    try {
      (firstParty as unknown as Readonly<Record<string, Kind>>)[layer].module(options, () => {});
    } catch (error) {
      if (!(error instanceof firstParty.BadOption)) throw error;
      throw new BadLayer([at, ...optionPath(String(error.args[0]))], reasonOf(error));
    }
  }
}

/** Converts `filter.rules[2].port` to a path within the layer's row. */
function optionPath(where: string): (string | number)[] {
  const [, ...names] = where.match(/[^.[\]]+/g) ?? [];
  return names.map((name) => (/^\d+$/.test(name) ? Number(name) : name));
}

function reasonOf(record: MessageRecord): string {
  return messageText(record).replace(/^\[ws2kit\] /, "");
}
