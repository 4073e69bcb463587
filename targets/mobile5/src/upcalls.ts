/** The upcalls that work on Windows Mobile 5: those of Windows CE 5.0. */
export { upcalls } from "@ws2kit/target-ce/upcalls";
