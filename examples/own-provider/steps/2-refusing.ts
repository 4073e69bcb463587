import { providerOf } from "../parts/provider.js";

/** All 30 slots are set; each refuses its call. */
export default providerOf();
