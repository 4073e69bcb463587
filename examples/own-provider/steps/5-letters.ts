import { addressText } from "../parts/address-text.js";
import { letters } from "../parts/letters.js";
import { names } from "../parts/names.js";
import { providerOf } from "../parts/provider.js";
import { readiness } from "../parts/readiness.js";
import { sockets } from "../parts/sockets.js";

/** A working transport: processes exchange letters, and select waits for them. */
export default providerOf(sockets, names, letters, readiness, addressText);
