import { sources as ce } from "@ws2kit/target-ce/sources";

/** Where each row of the profile comes from: Windows CE's, but for those named here. */
export const sources: Readonly<Record<string, string>> = {
  ...ce,
  "device.heap": "ours: a phone of the time",
};
