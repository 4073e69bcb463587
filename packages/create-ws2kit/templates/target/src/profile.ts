import { extendProfile } from "@ws2kit/core";
import { profile as __parent__ } from "@ws2kit/target-__target__/profile";

/** __title__: the rows in which it differs from __target__. `profile.sources.ts` states the source of each. */
export const profile = /* @__PURE__ */ extendProfile(__parent__, {
  name: "__name__",
  title: "__title__",
  version: 1,
  device: { heap: 1024 * 1024 },
});
