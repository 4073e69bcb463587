import { defineProvider, MAKEWORD } from "@ws2kit/spi";
import { ProviderId, protocols } from "../parts/entries.js";

/** A provider with a catalog entry and no slots. */
export default () =>
  defineProvider({
    ProviderId,
    protocols,
    WSPStartup(_wVersionRequested, lpWSPData) {
      lpWSPData.wVersion = MAKEWORD(2, 2);
      lpWSPData.wHighVersion = MAKEWORD(2, 2);
      return 0;
    },
  });
