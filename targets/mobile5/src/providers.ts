/** What is in the box: Windows CE's TCP/IP provider. */
export { shipped } from "@ws2kit/target-ce/providers";
