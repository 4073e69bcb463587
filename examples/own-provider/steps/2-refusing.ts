import { providerOf } from "../parts/provider.js";

/** All 30 slots are there, and refuse. */
export default providerOf();
