import { defineProvider } from "@ws2kit/spi";
import { ProviderId, protocols } from "./protocols.js";

/** A provider that never comes back. */
export default () =>
  defineProvider({
    ProviderId,
    protocols,
    WSPStartup() {
      for (;;);
    },
  });
