import { sources as ce } from "@ws2kit/target-ce/sources";

/**
 * The source of each row of the profile and of the shipped provider: as on Windows CE 5.0, except for the rows listed
 * here.
 */
export const sources: Readonly<Record<string, string>> = {
  ...ce,
  "architecture.optionalSlots": "unconfirmed: these two slots have no Windows Embedded CE page either (reference §1.3)",
  "architecture.catalog": "reference §3 (CE6:ee494050)",
  "architecture.persistsCatalog": "reference §3 (CE6:ee494050)",
  "architecture.signalsImmediate": "reference §8 (CE6:ee493295)",
  "device.heap": "ours: a panel or gateway of the time",
  "providers.options.IP_MULTICAST_LOOP": "reference §11 (CE6:ee493276): can be read, TRUE from the start",
  "providers.options.IP_MULTICAST_LOOP.set":
    "unconfirmed: the page has no code for setting it; WSAENOPROTOOPT, as on Windows CE 5.0",
};
