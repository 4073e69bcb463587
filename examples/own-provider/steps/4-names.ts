import { names } from "../parts/names.js";
import { providerOf } from "../parts/provider.js";
import { sockets } from "../parts/sockets.js";

/** Sockets can be bound and connected. */
export default providerOf(sockets, names);
