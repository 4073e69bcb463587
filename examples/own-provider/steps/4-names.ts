import { names } from "../parts/names.js";
import { providerOf } from "../parts/provider.js";
import { sockets } from "../parts/sockets.js";

/** They have names. */
export default providerOf(sockets, names);
