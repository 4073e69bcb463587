import { defineProvider, MAKEWORD } from "@ws2kit/spi";
import { ProviderId, protocols } from "./protocols.js";

/** A provider without slots. */
export default () =>
  defineProvider({
    ProviderId,
    protocols,
    WSPStartup(_version, data) {
      data.wVersion = MAKEWORD(2, 2);
      data.wHighVersion = MAKEWORD(2, 2);
      return 0;
    },
  });
