import type { Profile } from "@ws2kit/core";
import { profile as ce } from "@ws2kit/target-ce";

/** Windows Mobile 5: Windows CE 5.0's `ws2.dll` in a larger device. */
export const profile: Profile = {
  ...ce,
  name: "mobile5",
  lineage: ["mobile5", ...ce.lineage],
  title: "Windows Mobile 5",
  device: {
    ...ce.device,
    heap: 4 * 1024 * 1024,
  },
};
