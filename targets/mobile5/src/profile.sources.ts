import { sources as ce } from "@ws2kit/target-ce/sources";

/**
 * The source of each row of the profile and of the shipped providers: as on Windows CE, except for the rows listed
 * here.
 */
export const sources: Readonly<Record<string, string>> = {
  ...ce,
  "device.heap": "ours: a phone of the time",
  "providers.secure":
    "reference §12 (SSL; CE5:ms885776, ms885824), if the image contains SSL; unconfirmed: that this one does",
  "providers.secure.file": "reference §12 (CE5:ms885817)",
  "providers.secure.entries":
    "reference §12 (select; CE5:aa450110): layers install over all four entries; unconfirmed: one ProviderId for its chains",
  "providers.secure.order":
    "reference §12.1: ahead of TCP/IP, inferred; unconfirmed: no dump of a catalog is published",
  "providers.secure.numbers": "ours: Microsoft's are not published (reference §13.6)",
};
