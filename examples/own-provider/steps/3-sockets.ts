import { providerOf } from "../parts/provider.js";
import { sockets } from "../parts/sockets.js";

/** Sockets can be made. */
export default providerOf(sockets);
