import { defineProvider } from "@ws2kit/spi";
import { ProviderId, protocols } from "./protocols.js";

/** A provider whose WSPSocket ends the process. */
export default () => defineProvider({ ProviderId, protocols, WSPStartup: () => process.exit(7) });
