import type { Acceptance } from "./ledger.js";

/** Differences in control codes, address text, select and WSAPoll. */
export const acceptedCalls: readonly Acceptance[] = [
  {
    cases: ["string-to-address/NULL length"],
    reason: "not Windows: a null pointer is WSAEFAULT",
    instead: "WSAEFAULT",
  },
  {
    cases: ["address-to-string/salen 15 *", "address-to-string/salen 0 *"],
    reason: "not Windows: an address that is too short is WSAEINVAL",
    instead: "WSAEINVAL, length 128",
  },
  {
    cases: ["ioctl/* SIO_ADDRESS_LIST_QUERY out 0"],
    reason: "this machine has one address, in the layout of 32 bits",
    instead: "WSAEFAULT, bytes 28, out untouched",
  },
  {
    cases: ["ioctl/* SIO_ADDRESS_LIST_QUERY out 4096"],
    reason: "this machine has one address, in the layout of 32 bits",
    instead: "0, bytes 28, out 00000001",
  },
  {
    cases: ["ioctl/* SIO_BASE_HANDLE*"],
    reason: "a handle has 32 bits here",
    instead: "0, bytes 4, out the handle",
  },
  {
    cases: ["ioctl/* SIO_ROUTING_INTERFACE_QUERY short in"],
    reason: "not Windows: an address that is too short is WSAEINVAL (test_sioRoutingInterfaceQuery)",
    instead: "WSAEINVAL, bytes untouched, out untouched",
  },
  {
    cases: ["poll/WSAPoll POLLPRI event", "poll/WSAPoll POLLERR requested"],
    reason: "not Windows: these events may not be asked for (WSAPoll page, test_WSAPoll)",
    instead: "WSAEINVAL",
  },
  {
    cases: ["select/select negative tv"],
    reason: "not Windows: a negative time is WSAEINVAL",
    instead: "WSAEINVAL",
  },
];
