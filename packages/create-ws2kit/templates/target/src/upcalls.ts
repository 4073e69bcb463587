/** The upcalls that work for a provider: those of __target__. */
export { upcalls } from "@ws2kit/target-__target__/upcalls";
