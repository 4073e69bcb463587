import { defineProvider } from "@ws2kit/spi";
import { ProviderId, protocols } from "./protocols.js";

/** A provider that ends the process that asks it for a socket. */
export default () => defineProvider({ ProviderId, protocols, WSPStartup: () => process.exit(7) });
