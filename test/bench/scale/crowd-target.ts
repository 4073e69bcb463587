import {
  blockingUpcalls,
  defineTarget,
  eventUpcalls,
  extendProfile,
  fileUpcalls,
  handleUpcalls,
  messageUpcalls,
  type Process,
  type PublicMachine,
  threadUpcalls,
} from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";
import { profile, type Ws2 } from "@ws2kit/target-desktop";
import { exports } from "@ws2kit/target-desktop/exports";
import { shipped } from "@ws2kit/target-desktop/providers";

const target = defineTarget<Ws2>({
  profile: extendProfile(profile, { name: "crowd", title: "Crowd", version: 1, limits: { handles: 4_000_000 } }),
  exports,
  shipped,
  upcalls: (process: Process, path: string) => ({
    ...handleUpcalls(process),
    ...eventUpcalls(process),
    ...fileUpcalls(process),
    ...threadUpcalls(process, path),
    ...blockingUpcalls(process),
    ...messageUpcalls(process),
  }),
});

/** A desktop that permits millions of handles. */
export function openCrowdMachine(platform: Platform): PublicMachine<Ws2> {
  return target.openMachine({ platform });
}
