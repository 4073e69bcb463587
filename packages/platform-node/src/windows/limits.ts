import type { PlatformLimit } from "../limit.js";

/** The limits of this platform on Windows; the README quotes them. */
export const WINDOWS_LIMITS: readonly PlatformLimit[] = [
  {
    subject: "A failed connect",
    text: "Windows before 10, version 2004, does not report it: its WSAPoll does not.",
    rules: [],
  },
  {
    subject: "SO_LINGER",
    text: "closesocket does not wait for the linger time. A time of 0 resets the connection.",
    rules: ["closesocket/linger", "closesocket/linger-non-blocking"],
  },
  {
    subject: "Header fields of datagrams",
    text: "WSASendMsg and WSARecvMsg pass no control messages.",
    rules: [],
  },
  {
    subject: "Many sockets",
    text: "The cost of a wait depends on the number of watched sockets.",
    rules: [],
  },
  {
    subject: "Room to send after the peer's end",
    text: "A wait that blocks learns of it up to 10 ms late, because WSAPoll reports the peer's end again and again.",
    rules: [],
  },
  {
    subject: "Urgent data",
    text: "waitAsync learns of it up to 20 ms late, if nothing else of the socket is watched.",
    rules: [],
  },
];
