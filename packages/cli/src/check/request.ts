import type { EngineName } from "../engine/conversation.js";
import type { PlaceName } from "../report/places.js";
import type { Shard } from "../report/report.js";
import type { ProviderFile } from "./provider-file.js";
import type { Selected } from "./selection.js";

/** What `ws2kit check` runs, after its options were validated. */
export interface CheckRequest {
  readonly providers: readonly ProviderFile[];
  readonly targets: readonly string[];
  readonly engines: readonly EngineName[];
  readonly checks: readonly Selected[];
  readonly place: PlaceName;
  readonly seed: number;
  readonly shard: Shard | null;
  /** The environment variable that the shard was read from; "" if it was not read from the environment. */
  readonly shardFrom: string;
}
