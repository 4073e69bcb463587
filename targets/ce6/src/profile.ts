import { extendProfile } from "@ws2kit/core";
import { profile as ce } from "@ws2kit/target-ce/profile";

/** Windows Embedded CE 6.0: `ws2.dll`. The source of every row is in `profile.sources.ts`. */
export const profile = /* @__PURE__ */ extendProfile(ce, {
  name: "ce6",
  title: "Windows Embedded CE 6.0",
  version: 2,
  device: { heap: 8 * 1024 * 1024 },
});
