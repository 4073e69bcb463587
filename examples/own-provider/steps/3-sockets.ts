import { providerOf } from "../parts/provider.js";
import { sockets } from "../parts/sockets.js";

/** Sockets can be opened and closed. */
export default providerOf(sockets);
