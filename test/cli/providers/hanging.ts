import { defineProvider } from "@ws2kit/spi";
import { ProviderId, protocols } from "./protocols.js";

/** A provider whose WSPSocket never returns. */
export default () =>
  defineProvider({
    ProviderId,
    protocols,
    WSPStartup() {
      for (;;);
    },
  });
