/**
 * The sentences of the contract that do not hold for a program of Windows under Wine, by reason. The first two are
 * limits of Windows; the others are rules of Winsock that Wine 8 does not follow.
 */
export const LACKING_UNDER_WINE: Readonly<Record<string, readonly string[]>> = {
  "Windows does not report what is unsent": [
    "report unsent bytes while the peer has no room, and 0 for a datagram socket",
  ],
  "WSAPoll has one hang-up for one direction and for both": ["is a hang-up when both directions have ended"],
  "wine 8 refuses datagrams to port 0": [
    "to port 0 count as sent, and are lost",
    "need SO_BROADCAST for port 0 of the broadcast address",
  ],
  "wine 8 does not support the times of keep-alive": [
    "supports every option of IPv4 streams that is forwarded to it",
    "supports every option of IPv6 streams that is forwarded to it",
    "stores each time of keep-alive separately",
  ],
  "wine binds by Linux's rules": [
    "follows Winsock's table: bound streams",
    "follows Winsock's table: listening streams",
    "follows Winsock's table: datagram sockets",
    "lets 0.0.0.0 share a port with a dual-stack `::`, in either order, and each receives its family",
    "lets a refused stream connect again, or listen, with the same name",
  ],
  "wine reports the state of a connection with Linux's codes": [
    "reports the peer's name until the socket is closed",
    "are refused by a port without a listener, which SO_ERROR reports once",
    "causes a reset at the first write to a closed peer, and later calls fail",
    "reports an aborted connection to a receive, even if the peer's end was not read",
    "have no peer and transfer nothing before they are connected",
    "reach the members of a multicast group, until they leave it",
  ],
  "wine does not report the end together with data": [
    "is reported together with unread data, if the watch includes it",
  ],
  "wine reports a reset as an end": [
    "is a reset when the peer closes with bytes unread",
    "is a reset if SO_LINGER is on with a time of 0",
    "resets connections that wait in the queue of a listener that closes",
  ],
  "wine has Linux's urgent data": [
    "is marked in the stream",
    "is read once, for any time at which SO_OOBINLINE is set, and any data after it",
    "moves into the stream when SO_OOBINLINE is set before it is read",
  ],
  "wine does not report a refused datagram": [
    "report an unused port once, without a peer",
    "report an unused port once, connected to it",
    "reach other ports after an unused port, which is still reported",
    "do not lose their peer when SO_ERROR reports an unused port",
    "is not reported, and ends at most one wait, for a condition outside the watch: the error of a refused datagram",
    "of a datagram socket with an error is READY_IN, and the next receive returns the error",
  ],
};
