/** The providers that the system ships: those of __target__. */
export { shipped } from "@ws2kit/target-__target__/providers";
