import { sources as __parent__ } from "@ws2kit/target-__target__/sources";

/** The source of each row of the profile: those of __target__, except for the rows listed here. */
export const sources: Readonly<Record<string, string>> = {
  ...__parent__,
  "device.heap": "ours: what the board leaves for JavaScript",
};
