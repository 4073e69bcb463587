import type { PlatformLimit } from "../limit.js";

/** The limits of this platform on Windows; the README quotes them. */
export const WINDOWS_LIMITS: readonly PlatformLimit[] = [
  {
    subject: "A failed connect",
    text: "WSAPoll does not report it before Windows 10, version 2004.",
    rules: [],
  },
  {
    subject: "SO_LINGER",
    text: "closesocket does not wait for the linger time. A time of 0 resets the connection.",
    rules: ["closesocket/linger", "closesocket/linger-non-blocking"],
  },
  {
    subject: "Unsent bytes",
    text: "The number is not reported, so a blocking closesocket with a linger time returns at once.",
    rules: [],
  },
  {
    subject: "Processor time",
    text: "It is counted in steps of 15.6 ms, and so is the watchdog's.",
    rules: [],
  },
  {
    subject: "Many sockets",
    text: "The cost of a wait depends on the number of watched sockets.",
    rules: [],
  },
  {
    subject: "Room to send after the peer's end",
    text: "A blocking wait reports it up to 10 ms late, because WSAPoll reports the peer's end again and again.",
    rules: [],
  },
  {
    subject: "Urgent data",
    text: "waitAsync reports it up to 20 ms late, if the socket is watched for nothing else.",
    rules: [],
  },
  {
    subject: "Header fields of IPv4 datagrams on a socket of IPv6",
    text: "WSARecvMsg does not report them.",
    rules: ["WSARecvMsg/mapped"],
  },
];
