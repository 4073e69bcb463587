import type { EngineName } from "../engine/conversation.js";
import type { Shard } from "../report/report.js";
import type { ProviderFile } from "./provider-file.js";
import type { Selected } from "./selection.js";

/** What `ws2kit check` is asked to do, made sure of. */
export interface CheckRequest {
  readonly providers: readonly ProviderFile[];
  readonly targets: readonly string[];
  readonly engines: readonly EngineName[];
  readonly checks: readonly Selected[];
  readonly seed: number;
  readonly shard: Shard | null;
  /** The variable of the environment that names the shard, "" for none. */
  readonly shardFrom: string;
}
