/**
 * Words for a WinsockError: what its code says, and what usually helps. They are kilobytes, so they are an entry
 * besides the errors: a device that has no reader for them does without.
 *
 * ```ts
 * catch (error) {
 *   if (error instanceof WinsockError) machine.platform.log(explain(error).help);
 * }
 * ```
 */
import { errorText } from "@ws2kit/rules";
import {
  WSA_NOT_ENOUGH_MEMORY,
  WSA_OPERATION_ABORTED,
  WSAEACCES,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEALREADY,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEDISCON,
  WSAEHOSTUNREACH,
  WSAEINVAL,
  WSAEMFILE,
  WSAEMSGSIZE,
  WSAENETDOWN,
  WSAENETUNREACH,
  WSAENOBUFS,
  WSAENOTSOCK,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
  WSAHOST_NOT_FOUND,
  WSASYSCALLFAILURE,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import type { WinsockError } from "./winsock-error.js";

/** An error in words. */
export interface Explanation {
  /** What the code says. */
  readonly text: string;
  /** What usually helps; "" for a code of which nothing general can be said. */
  readonly help: string;
}

const REACH = "Check the address, the route to it, and that the network is up; try again later.";
const MEMORY = "Close sockets that are not needed any more; each needs a handle for itself and a handle for its event.";

/** What usually helps, by code. */
const HELP: readonly (readonly [code: number, help: string])[] = [
  [WSA_NOT_ENOUGH_MEMORY, MEMORY],
  [
    WSA_OPERATION_ABORTED,
    "The program cancelled the operation or closed the socket while it waited; this need not be an error.",
  ],
  [
    WSAEACCES,
    "Set `broadcast` before sending to a broadcast address; see whether a layer of the chain denies the address or port.",
  ],
  [
    WSAEADDRINUSE,
    "Another socket listens there: end that program, or choose another port; port 0 chooses a free port.",
  ],
  [
    WSAEADDRNOTAVAIL,
    "Listen on an address of this machine, or on all by leaving `host` out; connect to an address and port other than 0.",
  ],
  [
    WSAEAFNOSUPPORT,
    "No provider of the catalog serves this family: use the host's other address, or install a provider.",
  ],
  [WSAEALREADY, "Await the read, accept or receive that is under way before the next one."],
  [WSAECONNABORTED, "The connection broke: connect again."],
  [WSAECONNREFUSED, "Nobody listens on that port of that host: start the server, or check host and port."],
  [
    WSAECONNRESET,
    "The peer closed the connection without reading to its end, or crashed: connect again, and see its log.",
  ],
  [WSAEDISCON, "The peer ended the stream in the midst of a message. What came of it can still be read."],
  [WSAEHOSTUNREACH, REACH],
  [WSAEINVAL, "Check the arguments: a port is 0 to 65535, a number of bytes a whole number above 0."],
  [WSAEMFILE, MEMORY],
  [WSAEMSGSIZE, "Raise `longest`, or send shorter messages."],
  [WSAENETDOWN, REACH],
  [WSAENETUNREACH, REACH],
  [WSAENOBUFS, "Await writes: 16 may wait for room on one socket."],
  [WSAENOTSOCK, "The socket is closed: open another. A write that a limit ended closes its connection, too."],
  [WSAESHUTDOWN, "`end` or `close` was called before the write: write first."],
  [WSAETIMEDOUT, "The peer did not answer in time: check that it is up, or raise `timeout`."],
  [WSAHOST_NOT_FOUND, "Check the spelling of the host, and the resolver of this machine."],
  [WSASYSCALLFAILURE, "A provider of the chain failed: the machine's log names it, with the slot that failed."],
  [WSATRY_AGAIN, "The resolver did not answer: try again later."],
];

/** An error in words. */
export function explain({ code }: Pick<WinsockError, "code">): Explanation {
  return { text: errorText(code), help: HELP.find(([of]) => of === code)?.[1] ?? "" };
}
