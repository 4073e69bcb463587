import type { GUID, WSPPROC_TABLE } from "@ws2kit/spi";

/** A provider that has gone through WSPStartup in one process. */
export interface LoadedProvider {
  readonly ProviderId: GUID;
  readonly path: string;
  readonly slots: WSPPROC_TABLE;
}
