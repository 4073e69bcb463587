/**
 * A call, and its results with the states that have each. A result is what the call returns or its code, then what it
 * wrote. After `>` is what select reports (read, write, exception) and what the peer receives; it is left out where the
 * call does not change it. The row "nothing" states what that is without a call.
 */
export interface StateRow {
  readonly call: string;
  readonly results: Readonly<Record<string, string>>;
}

/** The calls of every system on a stream. */
export const STREAM_ROWS: readonly StateRow[] = [
  {
    call: "nothing",
    results: {
      "0 > 000": "new, bound, listening, connecting",
      "0 > 001": "refused",
      "0 > 010 WSAEWOULDBLOCK": "connected, receive shut",
      "0 > 110 WSAEWOULDBLOCK": "with data, peer shut",
      "0 > 011 WSAEWOULDBLOCK": "with an urgent byte",
      "0 > 010 0": "send shut, both shut",
      "0 > 110 WSAENOTSOCK": "peer closed, reset",
    },
  },
  {
    call: "bind",
    results: {
      "0": "new",
      WSAEINVAL:
        "bound, listening, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "listen",
    results: {
      "0": "bound, listening, refused",
      WSAEINVAL: "new, connecting",
      WSAEISCONN:
        "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "accept",
    results: {
      WSAEINVAL:
        "new, bound, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      WSAEWOULDBLOCK: "listening",
    },
  },
  {
    call: "connect",
    results: {
      "WSAEWOULDBLOCK > 010": "new, bound, refused",
      WSAEINVAL: "listening",
      WSAEALREADY: "connecting",
      WSAEISCONN:
        "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "connect to no port",
    results: {
      WSAEADDRNOTAVAIL: "new, bound, refused",
      WSAEINVAL: "listening",
      WSAEALREADY: "connecting",
      WSAEISCONN:
        "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "connect to no address",
    results: {
      WSAEADDRNOTAVAIL: "new, bound, refused",
      WSAEINVAL: "listening",
      WSAEALREADY: "connecting",
      WSAEISCONN:
        "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "getsockname",
    results: {
      WSAEINVAL: "new",
      "0, 16 bytes 2 true 0 7": "bound, listening",
      "0, 16 bytes 2 true 10 7":
        "connecting, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      "0, 16 bytes 2 true 127 7": "refused",
    },
  },
  {
    call: "getpeername",
    results: {
      WSAENOTCONN: "new, bound, listening, refused",
      "0, 16 bytes 2 true 10 7":
        "connecting, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "send",
    results: {
      "4": "peer closed",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "4 > 010 9 8 7 6": "connected, receive shut",
      "4 > 110 9 8 7 6": "with data, peer shut",
      "4 > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "send of nothing",
    results: {
      "0": "connected, with data, with an urgent byte, receive shut, peer shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "send of an urgent byte",
    results: {
      "1": "connected, with data, with an urgent byte, receive shut, peer shut, peer closed",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAESHUTDOWN: "send shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "send with unknown flags",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEOPNOTSUPP: "connected, with data, with an urgent byte, receive shut, peer shut, peer closed, reset",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "recv",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEWOULDBLOCK: "connected, with an urgent byte, send shut",
      "4, 1 2 3 4": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0, 0 0 0 0": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "recv of nothing",
    results: {
      "0": "with data, peer shut, peer closed",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEWOULDBLOCK: "connected, with an urgent byte, send shut",
      WSAESHUTDOWN: "receive shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "recv that peeks",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEWOULDBLOCK: "connected, with an urgent byte, send shut",
      "4, 1 2 3 4": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0, 0 0 0 0": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "recv of an urgent byte",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEWOULDBLOCK: "connected, with data, send shut, peer shut, peer closed, reset",
      "1, 1 0 0 0 > 010 WSAEWOULDBLOCK": "with an urgent byte",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "recv that peeks at an urgent byte",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEWOULDBLOCK: "connected, with data, send shut, peer shut, peer closed, reset",
      "1, 1 0 0 0": "with an urgent byte",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "recv of all",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEOPNOTSUPP: "connected, with data, with an urgent byte, send shut, peer shut, peer closed, reset",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "recv with unknown flags",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEOPNOTSUPP: "connected, with data, with an urgent byte, send shut, peer shut, peer closed, reset",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "sendto",
    results: {
      "4": "peer closed",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "4 > 010 9 8 7 6": "connected, receive shut",
      "4 > 110 9 8 7 6": "with data, peer shut",
      "4 > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "sendto to the peer",
    results: {
      "4": "peer closed",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "4 > 010 9 8 7 6": "connected, receive shut",
      "4 > 110 9 8 7 6": "with data, peer shut",
      "4 > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "recvfrom",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      WSAEWOULDBLOCK: "connected, with an urgent byte, send shut",
      "4, 1 2 3 4 20 bytes 7 7 7": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0, 0 0 0 0 20 bytes 7 7 7": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "WSASend",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0, 4 bytes > 010 9 8 7 6": "connected, receive shut",
      "0, 4 bytes > 110 9 8 7 6": "with data, peer shut",
      "0, 4 bytes > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      "0, 2 bytes": "peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "WSASendTo",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0, 4 bytes > 010 9 8 7 6": "connected, receive shut",
      "0, 4 bytes > 110 9 8 7 6": "with data, peer shut",
      "0, 4 bytes > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      "0, 2 bytes": "peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "WSARecv",
    results: {
      "WSAENOTCONN, flags 0": "new, bound, listening, connecting, refused",
      "WSAEWOULDBLOCK, flags 0": "connected, with an urgent byte, send shut",
      "0, 4 bytes, flags 0, 1 2; 3 4": "with data",
      "WSAESHUTDOWN, flags 0": "receive shut, both shut",
      "0, 0 bytes, flags 0, 9 8; 7 6": "peer shut, peer closed",
      "WSAECONNRESET, flags 0": "reset",
    },
  },
  {
    call: "WSARecvFrom",
    results: {
      "WSAENOTCONN, flags 0, 16": "new, bound, listening, connecting, refused",
      "WSAEWOULDBLOCK, flags 0, 16": "connected, with an urgent byte, send shut",
      "0, 4 bytes, flags 0, 1 2; 3 4, 16": "with data",
      "WSAESHUTDOWN, flags 0, 16": "receive shut, both shut",
      "0, 0 bytes, flags 0, 9 8; 7 6, 16": "peer shut, peer closed",
      "WSAECONNRESET, flags 0, 16": "reset",
    },
  },
  {
    call: "overlapped WSASend",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0; 1, 4 bytes, flags 0 > 010 9 8 7 6": "connected, receive shut",
      "0; 1, 4 bytes, flags 0 > 110 9 8 7 6": "with data, peer shut",
      "0; 1, 4 bytes, flags 0 > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      "0; 1, 4 bytes, flags 0": "peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "overlapped WSASendTo",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0; 1, 4 bytes, flags 0 > 010 9 8 7 6": "connected, receive shut",
      "0; 1, 4 bytes, flags 0 > 110 9 8 7 6": "with data, peer shut",
      "0; 1, 4 bytes, flags 0 > 011 9 8 7 6": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      "0; 1, 4 bytes, flags 0": "peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "overlapped WSARecv",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "connected, with an urgent byte, send shut",
      "0; 1, 4 bytes, flags 0": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0; 1, 0 bytes, flags 0": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "overlapped WSARecv of one buffer",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "connected, with an urgent byte, send shut",
      "0; 1, 2 bytes, flags 0": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0; 1, 0 bytes, flags 0": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "overlapped WSARecv that peeks",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "connected, with an urgent byte, send shut",
      "0; 1, 4 bytes, flags 0": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0; 1, 0 bytes, flags 0": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "overlapped WSARecv of nothing",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "connected, with an urgent byte, send shut",
      "0; 1, 0 bytes, flags 0": "with data, peer shut, peer closed",
      WSAESHUTDOWN: "receive shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "overlapped WSARecv of an urgent byte",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "connected, with data, send shut, peer shut, peer closed, reset",
      "0; 1, 1 bytes, flags 0 > 010 WSAEWOULDBLOCK": "with an urgent byte",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "overlapped WSARecvFrom",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "connected, with an urgent byte, send shut",
      "0; 1, 4 bytes, flags 0": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "0; 1, 0 bytes, flags 0": "peer shut, peer closed",
      WSAECONNRESET: "reset",
    },
  },
  {
    call: "shutdown of receives",
    results: {
      "0": "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
    },
  },
  {
    call: "shutdown of sends",
    results: {
      "0": "send shut, both shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0 > 010 0": "connected, receive shut",
      "0 > 110 0": "with data, peer shut",
      "0 > 011 0": "with an urgent byte",
    },
  },
  {
    call: "shutdown of both",
    results: {
      "0": "send shut, both shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0 > 010 0": "connected, receive shut",
      "0 > 110 0": "with data, peer shut",
      "0 > 011 0": "with an urgent byte",
    },
  },
  {
    call: "shutdown of 3",
    results: {
      WSAEINVAL:
        "new, bound, listening, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "FIONREAD",
    results: {
      "0, 0":
        "new, bound, listening, connecting, refused, connected, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      "0, 5": "with data",
    },
  },
  {
    call: "SO_ERROR",
    results: {
      "0, 0":
        "new, bound, listening, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "SO_ACCEPTCONN",
    results: {
      "0, 0":
        "new, bound, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      "0, 1": "listening",
    },
  },
  {
    call: "WSAEventSelect",
    results: {
      "0; 0, events 0, codes 0 0 0 0 0 0": "new, bound, listening, connecting",
      "0; 0, events 16, codes 0 0 0 0 10061 0": "refused",
      "0; 0, events 18, codes 0 0 0 0 0 0": "connected, send shut, receive shut, both shut",
      "0; 0, events 19, codes 0 0 0 0 0 0": "with data",
      "0; 0, events 22, codes 0 0 0 0 0 0": "with an urgent byte",
      "0; 0, events 50, codes 0 0 0 0 0 0": "peer shut, peer closed",
      "0; 0, events 48, codes 0 0 0 0 0 10053": "reset",
    },
  },
  {
    call: "closesocket",
    results: {
      "0 > WSAENOTSOCK": "new, bound, listening, connecting, refused",
      "0 > WSAENOTSOCK 0": "connected, with an urgent byte, send shut, receive shut, both shut, peer shut",
      "0 > WSAENOTSOCK WSAECONNRESET": "with data",
      "0 > WSAENOTSOCK WSAENOTSOCK": "peer closed, reset",
    },
  },
];

/** The calls of every system on a datagram socket. */
export const DATAGRAM_ROWS: readonly StateRow[] = [
  {
    call: "nothing",
    results: {
      "0 > 010": "new, bound",
      "0 > 010 WSAEWOULDBLOCK": "connected, without its peer, send shut, receive shut, both shut",
      "0 > 110 WSAEWOULDBLOCK": "with data",
      "0 > 110 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "bind",
    results: {
      "0": "new",
      WSAEINVAL: "bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "listen",
    results: {
      WSAEINVAL: "new",
      WSAEOPNOTSUPP: "bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "accept",
    results: {
      WSAEOPNOTSUPP:
        "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "connect",
    results: {
      "0": "new, bound, connected, without its peer, send shut, receive shut, both shut",
      "0 > 010 WSAEWOULDBLOCK": "with data",
      "0 > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "connect to no port",
    results: {
      WSAEADDRNOTAVAIL:
        "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "connect to no address",
    results: {
      "0": "new, bound, connected, without its peer, send shut, receive shut, both shut",
      "0 > 010 WSAEWOULDBLOCK": "with data",
      "0 > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "getsockname",
    results: {
      WSAEINVAL: "new",
      "0, 16 bytes 2 true 0 7": "bound, without its peer",
      "0, 16 bytes 2 true 10 7": "connected, with data, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "getpeername",
    results: {
      WSAENOTCONN: "new, bound, without its peer",
      "0, 16 bytes 2 true 10 7": "connected, with data, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "send",
    results: {
      "4": "peer closed",
      WSAENOTCONN: "new, bound, without its peer",
      "4 > 010 9 8 7 6": "connected, receive shut",
      "4 > 110 9 8 7 6": "with data",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "send of nothing",
    results: {
      "0": "peer closed",
      WSAENOTCONN: "new, bound, without its peer",
      "0 > 010 0": "connected, receive shut",
      "0 > 110 0": "with data",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "send of an urgent byte",
    results: {
      WSAEOPNOTSUPP: "new, bound, connected, with data, without its peer, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "send with unknown flags",
    results: {
      WSAEOPNOTSUPP: "new, bound, connected, with data, without its peer, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "recv",
    results: {
      WSAEINVAL: "new",
      WSAEWOULDBLOCK: "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "recv of nothing",
    results: {
      WSAEINVAL: "new",
      WSAEWOULDBLOCK: "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "recv that peeks",
    results: {
      WSAEINVAL: "new",
      WSAEWOULDBLOCK: "bound, connected, without its peer, send shut",
      WSAEMSGSIZE: "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      WSAECONNRESET: "peer closed",
    },
  },
  {
    call: "recv of an urgent byte",
    results: {
      WSAEINVAL: "new",
      WSAEOPNOTSUPP: "bound, connected, with data, without its peer, send shut, peer closed",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "recv that peeks at an urgent byte",
    results: {
      WSAEINVAL: "new",
      WSAEOPNOTSUPP: "bound, connected, with data, without its peer, send shut, peer closed",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "recv of all",
    results: {
      WSAEINVAL: "new",
      WSAEOPNOTSUPP: "bound, connected, with data, without its peer, send shut, peer closed",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "recv with unknown flags",
    results: {
      WSAEINVAL: "new",
      WSAEOPNOTSUPP: "bound, connected, with data, without its peer, send shut, peer closed",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "sendto",
    results: {
      "4": "new, bound, connected, with data, without its peer, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "sendto to the peer",
    results: {
      "4": "peer closed",
      WSAENOTCONN: "new, bound, without its peer",
      "4 > 010 9 8 7 6": "connected, receive shut",
      "4 > 110 9 8 7 6": "with data",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "recvfrom",
    results: {
      WSAEINVAL: "new",
      WSAEWOULDBLOCK: "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "WSASend",
    results: {
      WSAENOTCONN: "new, bound, without its peer",
      "0, 4 bytes > 010 9 8 7 6": "connected, receive shut",
      "0, 4 bytes > 110 9 8 7 6": "with data",
      WSAESHUTDOWN: "send shut, both shut",
      "0, 4 bytes": "peer closed",
    },
  },
  {
    call: "WSASendTo",
    results: {
      "0, 4 bytes": "new, bound, connected, with data, without its peer, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "WSARecv",
    results: {
      "WSAEINVAL, flags 0": "new",
      "WSAEWOULDBLOCK, flags 0": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE, flags 0 > 010 WSAEWOULDBLOCK": "with data",
      "WSAESHUTDOWN, flags 0": "receive shut, both shut",
      "WSAECONNRESET, flags 0 > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "WSARecvFrom",
    results: {
      "WSAEINVAL, flags 0, 16": "new",
      "WSAEWOULDBLOCK, flags 0, 16": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE, flags 0, 16 > 010 WSAEWOULDBLOCK": "with data",
      "WSAESHUTDOWN, flags 0, 16": "receive shut, both shut",
      "WSAECONNRESET, flags 0, 16 > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "overlapped WSASend",
    results: {
      WSAENOTCONN: "new, bound, without its peer",
      "0; 1, 4 bytes, flags 0 > 010 9 8 7 6": "connected, receive shut",
      "0; 1, 4 bytes, flags 0 > 110 9 8 7 6": "with data",
      WSAESHUTDOWN: "send shut, both shut",
      "0; 1, 4 bytes, flags 0": "peer closed",
    },
  },
  {
    call: "overlapped WSASendTo",
    results: {
      "0; 1, 4 bytes, flags 0": "new, bound, connected, with data, without its peer, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "overlapped WSARecv",
    results: {
      WSAEINVAL: "new",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "overlapped WSARecv of one buffer",
    results: {
      WSAEINVAL: "new",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "overlapped WSARecv that peeks",
    results: {
      WSAEINVAL: "new",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "bound, connected, without its peer, send shut",
      WSAEMSGSIZE: "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      WSAECONNRESET: "peer closed",
    },
  },
  {
    call: "overlapped WSARecv of nothing",
    results: {
      WSAEINVAL: "new",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "overlapped WSARecv of an urgent byte",
    results: {
      WSAEINVAL: "new",
      WSAEOPNOTSUPP: "bound, connected, with data, without its peer, send shut, peer closed",
      WSAESHUTDOWN: "receive shut, both shut",
    },
  },
  {
    call: "overlapped WSARecvFrom",
    results: {
      WSAEINVAL: "new",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE > 010 WSAEWOULDBLOCK": "with data",
      WSAESHUTDOWN: "receive shut, both shut",
      "WSAECONNRESET > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "shutdown of receives",
    results: {
      "0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "shutdown of sends",
    results: {
      "0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "shutdown of both",
    results: {
      "0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "shutdown of 3",
    results: {
      WSAEINVAL: "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "FIONREAD",
    results: {
      "0, 0": "new, bound, connected, without its peer, send shut, receive shut, both shut, peer closed",
      "0, 5": "with data",
    },
  },
  {
    call: "SO_ERROR",
    results: {
      "0, 0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "SO_ACCEPTCONN",
    results: {
      "0, 0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "WSAEventSelect",
    results: {
      "0; 0, events 0, codes 0 0 0 0 0 0": "new",
      "0; 0, events 2, codes 0 0 0 0 0 0": "bound",
      "0; 0, events 18, codes 0 0 0 0 0 0": "connected, without its peer, send shut, receive shut, both shut",
      "0; 0, events 19, codes 0 0 0 0 0 0": "with data, peer closed",
    },
  },
  {
    call: "closesocket",
    results: {
      "0 > WSAENOTSOCK": "new, bound",
      "0 > WSAENOTSOCK WSAEWOULDBLOCK": "connected, with data, without its peer, send shut, receive shut, both shut",
      "0 > WSAENOTSOCK WSAENOTSOCK": "peer closed",
    },
  },
];

/** The calls of desktop alone on a stream. */
export const DESKTOP_STREAM_ROWS: readonly StateRow[] = [
  {
    call: "nothing",
    results: {
      "0 > 000": "new, bound, listening, connecting",
      "0 > 001": "refused",
      "0 > 010 WSAEWOULDBLOCK": "connected, receive shut",
      "0 > 110 WSAEWOULDBLOCK": "with data, peer shut",
      "0 > 011 WSAEWOULDBLOCK": "with an urgent byte",
      "0 > 010 0": "send shut, both shut",
      "0 > 110 WSAENOTSOCK": "peer closed, reset",
    },
  },
  {
    call: "WSASendDisconnect",
    results: {
      "0": "send shut, both shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "0 > 010 0": "connected, receive shut",
      "0 > 110 0": "with data, peer shut",
      "0 > 011 0": "with an urgent byte",
    },
  },
  {
    call: "WSARecvDisconnect",
    results: {
      "0": "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
    },
  },
  {
    call: "SIOCATMARK",
    results: {
      "0, 1":
        "new, bound, listening, connecting, refused, connected, with data, send shut, receive shut, both shut, peer shut, peer closed, reset",
      "0, 0": "with an urgent byte",
    },
  },
  {
    call: "WSAPoll",
    results: {
      "1, 18": "new, bound, peer shut, peer closed",
      "0, 0": "listening, connecting",
      "1, 19": "refused, reset",
      "1, 16": "connected, send shut, receive shut, both shut",
      "1, 272": "with data",
      "1, 528": "with an urgent byte",
    },
  },
  {
    call: "WSAPoll without events",
    results: {
      "1, 2": "new, bound, peer shut, peer closed",
      "0, 0": "listening, connecting, connected, with data, with an urgent byte, send shut, receive shut, both shut",
      "1, 3": "refused, reset",
    },
  },
  {
    call: "WSARecvEx",
    results: {
      "WSAENOTCONN, flags 0": "new, bound, listening, connecting, refused",
      "WSAEWOULDBLOCK, flags 0": "connected, with an urgent byte, send shut",
      "4, 1 2 3 4, flags 0": "with data",
      "WSAESHUTDOWN, flags 0": "receive shut, both shut",
      "0, 0 0 0 0, flags 0": "peer shut, peer closed",
      "WSAECONNRESET, flags 0": "reset",
    },
  },
  {
    call: "WSARecvMsg",
    results: {
      "WSAEINVAL; 0 16 32":
        "new, bound, listening, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "WSASendMsg",
    results: {
      WSAEINVAL:
        "new, bound, listening, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "WSASendMsg to the peer",
    results: {
      WSAEINVAL:
        "new, bound, listening, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "AcceptEx",
    results: {
      WSAEINVAL:
        "new, bound, connecting, refused, connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE": "listening",
    },
  },
  {
    call: "ConnectEx",
    results: {
      WSAEINVAL: "new, listening, connecting",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE > 010": "bound, refused",
      WSAEISCONN:
        "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "ConnectEx with data",
    results: {
      WSAEINVAL: "new, listening, connecting",
      "WSA_IO_PENDING; WSA_IO_INCOMPLETE > 010": "bound, refused",
      WSAEISCONN:
        "connected, with data, with an urgent byte, send shut, receive shut, both shut, peer shut, peer closed, reset",
    },
  },
  {
    call: "DisconnectEx",
    results: {
      "1": "send shut, both shut, peer closed, reset",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "1 > 010 0": "connected, receive shut",
      "1 > 110 0": "with data, peer shut",
      "1 > 011 0": "with an urgent byte",
    },
  },
  {
    call: "DisconnectEx for reuse",
    results: {
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "1 > 000 0": "connected, with an urgent byte, send shut, receive shut, both shut, peer shut",
      "1 > 000 WSAECONNRESET": "with data",
      "1 > 000 WSAENOTSOCK": "peer closed, reset",
    },
  },
  {
    call: "TransmitFile",
    results: {
      "1": "peer closed",
      WSAENOTCONN: "new, bound, listening, connecting, refused",
      "1 > 010 9 8 7 6 9 8": "connected, receive shut",
      "1 > 110 9 8 7 6 9 8": "with data, peer shut",
      "1 > 011 9 8 7 6 9 8": "with an urgent byte",
      WSAESHUTDOWN: "send shut, both shut",
      WSAECONNRESET: "reset",
    },
  },
];

/** The calls of desktop alone on a datagram socket. */
export const DESKTOP_DATAGRAM_ROWS: readonly StateRow[] = [
  {
    call: "nothing",
    results: {
      "0 > 010": "new, bound",
      "0 > 010 WSAEWOULDBLOCK": "connected, without its peer, send shut, receive shut, both shut",
      "0 > 110 WSAEWOULDBLOCK": "with data",
      "0 > 110 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "WSASendDisconnect",
    results: {
      "0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "WSARecvDisconnect",
    results: {
      "0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "SIOCATMARK",
    results: {
      WSAEINVAL: "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "WSAPoll",
    results: {
      "1, 16": "new, bound, connected, without its peer, send shut, receive shut, both shut",
      "1, 272": "with data, peer closed",
    },
  },
  {
    call: "WSAPoll without events",
    results: {
      "0, 0": "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "WSARecvEx",
    results: {
      "WSAEINVAL, flags 0": "new",
      "WSAEWOULDBLOCK, flags 0": "bound, connected, without its peer, send shut",
      "4, 1 2 3 4, flags 32768 > 010 WSAEWOULDBLOCK": "with data",
      "WSAESHUTDOWN, flags 0": "receive shut, both shut",
      "WSAECONNRESET, flags 0 > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "WSARecvMsg",
    results: {
      "WSAEINVAL; 0 16 32": "new",
      "WSAEWOULDBLOCK; 0 16 32": "bound, connected, without its peer, send shut",
      "WSAEMSGSIZE; 256 16 0 > 010 WSAEWOULDBLOCK": "with data",
      "WSAESHUTDOWN; 0 16 32": "receive shut, both shut",
      "WSAECONNRESET; 0 16 32 > 010 WSAENOTSOCK": "peer closed",
    },
  },
  {
    call: "WSASendMsg",
    results: {
      "0, 4": "new, bound, connected, with data, without its peer, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
  {
    call: "WSASendMsg to the peer",
    results: {
      WSAENOTCONN: "new, bound, without its peer",
      "0, 4 > 010 9 8 7 6": "connected, receive shut",
      "0, 4 > 110 9 8 7 6": "with data",
      WSAESHUTDOWN: "send shut, both shut",
      "0, 4": "peer closed",
    },
  },
  {
    call: "AcceptEx",
    results: {
      WSAEINVAL: "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "ConnectEx",
    results: {
      WSAEINVAL: "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "ConnectEx with data",
    results: {
      WSAEINVAL: "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "DisconnectEx",
    results: {
      WSAENOTCONN:
        "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "DisconnectEx for reuse",
    results: {
      WSAENOTCONN:
        "new, bound, connected, with data, without its peer, send shut, receive shut, both shut, peer closed",
    },
  },
  {
    call: "TransmitFile",
    results: {
      WSAENOTCONN: "new, bound, without its peer",
      WSAEINVAL: "connected, with data, receive shut, peer closed",
      WSAESHUTDOWN: "send shut, both shut",
    },
  },
];
