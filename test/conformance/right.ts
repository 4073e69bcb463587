import letters from "@ws2kit/example-own-provider/steps/5-letters";
import { AF_INET, SOCK_DGRAM, SOCK_STREAM } from "@ws2kit/spi";
import { loopbackOnly, type Narrowing, withEntries, withoutOverlapped } from "../providers/narrowed.js";
import { seqpacket } from "../providers/seqpacket.js";

/** Correct providers, made from a target's shipped provider, with the least number of checks that apply to each. */
export const RIGHT: Readonly<Record<string, readonly [Narrowing, leastPassed: number]>> = {
  "TCP over IPv4 alone": [withEntries((e) => e.iAddressFamily === AF_INET && e.iSocketType === SOCK_STREAM), 530],
  "UDP over IPv4 alone": [withEntries((e) => e.iAddressFamily === AF_INET && e.iSocketType === SOCK_DGRAM), 400],
  "IPv4 without IPv6": [withEntries((e) => e.iAddressFamily === AF_INET), 590],
  "IPv6 without IPv4": [withEntries((e) => e.iAddressFamily !== AF_INET), 350],
  "no overlapped I/O": [withoutOverlapped, 450],
  "the loopback alone": [loopbackOnly, 500],
  "a message-oriented stream, SOCK_SEQPACKET": [() => seqpacket, 380],
  "letters, as examples/own-provider has them": [() => letters, 410],
};
