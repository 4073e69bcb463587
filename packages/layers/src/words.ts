import { faultWords } from "./fault/words.js";
import { filterWords } from "./filter/words.js";
import type * as box from "./index.js";
import { meterWords } from "./meter/words.js";
import { recordWords, replayWords } from "./record/words.js";
import type { EventWords } from "./stack/event-words.js";
import type { AnyKind, EventOf } from "./stack/layer-kind.js";
import { traceWords } from "./trace/words.js";

type Box = typeof box;
type KindsInBox = { readonly [Name in keyof Box as Box[Name] extends AnyKind ? Name : never]: Box[Name] };

/** The events of the layers of this package. Each names its layer; the rest is plain data. */
export type LayerEvent = EventOf<KindsInBox>;

/** How to describe the events of each layer. The package does not compile if a layer is missing. */
const WORDS: { readonly [Layer in LayerEvent["layer"]]: EventWords<Extract<LayerEvent, { layer: Layer }>> } = {
  trace: traceWords,
  filter: filterWords,
  meter: meterWords,
  fault: faultWords,
  record: recordWords,
  replay: replayWords,
};

/**
 * Describes an event of a layer in one line: the time, the process, the socket, the call and its result. The event of
 * an unknown layer is written as JSON.
 *
 * ```
 *     12.500 ms  process 12 socket 8  WSPConnect name=127.0.0.1:7007 → WSAECONNREFUSED (10061) in 1.000 ms
 * ```
 */
export function layerEventText(event: { readonly layer: string }, codeText: (code: number) => string): string {
  const words = Object.entries(WORDS).find(([layer]) => layer === event.layer)?.[1] as EventWords<unknown> | undefined;
  return words === undefined ? JSON.stringify(event) : words(event, codeText);
}
