import { extendProfile } from "@ws2kit/core";
import { profile as ce } from "@ws2kit/target-ce";

/** Windows Mobile 5: Windows CE 5.0's `ws2.dll` on a larger device. */
export const profile = /* @__PURE__ */ extendProfile(ce, {
  name: "mobile5",
  title: "Windows Mobile 5",
  version: 2,
  device: { heap: 4 * 1024 * 1024 },
});
