/** The upcalls that work on Windows Embedded CE 6.0: those of Windows CE 5.0. */
export { upcalls } from "@ws2kit/target-ce/upcalls";
