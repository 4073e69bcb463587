import { type ProviderModule, SO_TYPE } from "@ws2kit/spi";
import { generous } from "./generous.js";
import { loopbackOnly, withOptions, withoutEvents, withoutOverlapped, withoutUrgent } from "./narrowed.js";

/** A third party's provider with few capabilities, and correct claims: streams and datagrams within one machine. */
export const modest: ProviderModule = [
  withoutOverlapped,
  withoutEvents,
  withoutUrgent,
  loopbackOnly,
  withOptions({ SO_TYPE }),
].reduce((module, narrow) => narrow(module), generous);
