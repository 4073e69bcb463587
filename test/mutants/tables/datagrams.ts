import {
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSAEACCES,
  WSAECONNRESET,
  WSAEDESTADDRREQ,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Recv = WSPPROC_TABLE["WSPRecv"];
type SendTo = WSPPROC_TABLE["WSPSendTo"];
type RecvFrom = WSPPROC_TABLE["WSPRecvFrom"];

const recvCoded = (from: number, to: number) => ({
  slots: {
    WSPRecv:
      (recv: Recv): Recv =>
      (...args) => {
        const result = recv(...args);
        return result !== 0 && args[8].value === from ? refuse(args, to) : result;
      },
  },
});
const sendToCoded = (from: number, to: number) => ({
  slots: {
    WSPSendTo:
      (send: SendTo): SendTo =>
      (...args) => {
        const result = send(...args);
        return result !== 0 && args[10].value === from ? refuse(args, to) : result;
      },
  },
});
const recvFromCoded = (from: number, to: number) => ({
  slots: {
    WSPRecvFrom:
      (recv: RecvFrom): RecvFrom =>
      (...args) => {
        const result = recv(...args);
        return result !== 0 && args[10].value === from ? refuse(args, to) : result;
      },
  },
});

const ROWS: readonly Row[] = [
  [
    "SO_RCVTIMEO of a datagram socket is stored without effect",
    "recv/timeout (a datagram socket)",
    () => {
      const datagrams = new Set<SOCKET>();
      return {
        slots: {
          WSPSocket:
            (socket) =>
            (af, type, ...rest) => {
              const s = socket(af, type, ...rest);
              if (type === SOCK_DGRAM) datagrams.add(s);
              return s;
            },
          WSPSetSockOpt:
            (set) =>
            (s, level, optname, ...rest) =>
              optname === SO_RCVTIMEO && datagrams.has(s) ? 0 : set(s, level, optname, ...rest),
        },
      };
    },
  ],
  [
    "WSPRecv drops the rest of a datagram without a code",
    "recv/datagram-longer",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (...args) => {
            const result = recv(...args);
            return result !== 0 && args[8].value === WSAEMSGSIZE ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPRecv reports WSAENOTCONN for a datagram socket that is not bound",
    "recv/unbound",
    recvCoded(WSAEINVAL, WSAENOTCONN),
  ],
  [
    "WSPRecvFrom reports WSAENOTCONN for a socket that is not bound",
    "recvfrom/unbound",
    recvFromCoded(WSAEINVAL, WSAENOTCONN),
  ],
  [
    "WSPRecvFrom does not write the sender's address",
    "recvfrom/from",
    {
      slots: {
        WSPRecvFrom:
          (recv) =>
          (s, b, n, received, flags, _from, _length, ...rest) =>
            recv(s, b, n, received, flags, null, null, ...rest),
      },
    },
  ],
  [
    "WSPRecvFrom writes another port",
    "recvfrom/from",
    {
      slots: {
        WSPRecvFrom:
          (recv) =>
          (s, b, n, received, flags, from, ...rest) => {
            const result = recv(s, b, n, received, flags, from, ...rest);
            if (result === 0 && from !== null) from[3] ^= 1;
            return result;
          },
      },
    },
  ],
  [
    "WSPRecvFrom writes part of the sender's address",
    "recvfrom/from-short",
    {
      slots: {
        WSPRecvFrom:
          (recv) =>
          (s, b, n, received, flags, from, length, ...rest) =>
            length !== null && length.value < SOCKADDR_IN_SIZE
              ? recv(s, b, n, received, flags, null, null, ...rest)
              : recv(s, b, n, received, flags, from, length, ...rest),
      },
    },
  ],
  [
    "WSPRecvFrom does not report an unreachable port without a peer",
    "recvfrom/port-unreachable-without-peer",
    recvFromCoded(WSAECONNRESET, WSAEWOULDBLOCK),
  ],
  [
    "WSPRecvFrom does not report an unreachable port",
    "recvfrom/port-unreachable",
    recvFromCoded(WSAECONNRESET, WSAEWOULDBLOCK),
  ],
  [
    "WSPSendTo sends to itself",
    "WSPSocket/datagram/any-peer",
    {
      slots: {
        WSPSendTo:
          (send) =>
          (s, b, n, sent, flags, to, ...rest) =>
            send(s, b, n, sent, flags, to === null ? to : sockaddr_in("127.0.0.1", 9), ...rest),
      },
    },
  ],
  [
    "WSPSendTo fails on a socket that is not bound",
    "sendto/binds",
    {
      slots: {
        WSPSendTo:
          (send) =>
          (...args) => {
            const result = send(...args);
            return result === 0 && args[4] === 0 ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
  ["WSPSendTo reports WSAEINVAL without a destination", "sendto/no-destination", sendToCoded(WSAENOTCONN, WSAEINVAL)],
  [
    "WSPSendTo reports WSAEDESTADDRREQ for a short name",
    "sendto/name-short (length 15)",
    sendToCoded(WSAEFAULT, WSAEDESTADDRREQ),
  ],
  [
    "WSPSendTo reports WSAEINVAL for port 0",
    "sendto/no-port",
    {
      slots: {
        WSPSendTo:
          (send) =>
          (...args) => {
            const to = args[5];
            return to !== null && sockaddrPort(to) === 0 ? refuse(args, WSAEINVAL) : send(...args);
          },
      },
    },
  ],
  [
    "WSPConnect refuses the broadcast address as a peer",
    "connect/broadcast",
    {
      slots: {
        WSPConnect:
          (connect) =>
          (...args) =>
            args[1]?.[4] === 255 ? refuse(args, WSAEACCES) : connect(...args),
      },
    },
  ],
  ["WSPSendTo broadcasts without SO_BROADCAST", "sendto/broadcast", sendToCoded(WSAEACCES, WSAEINVAL)],
  [
    "WSPSendTo splits a datagram that is too long",
    "send/too-long",
    {
      slots: {
        WSPSendTo:
          (send) =>
          (...args) => {
            const result = send(...args);
            return result !== 0 && args[10].value === WSAEMSGSIZE ? 0 : result;
          },
        WSPSend:
          (send) =>
          (...args) => {
            const result = send(...args);
            return result !== 0 && args[8].value === WSAEMSGSIZE ? 0 : result;
          },
      },
    },
  ],
  [
    "a connected datagram socket receives from every sender",
    "WSPSocket/datagram/connected-receives-from-peer",
    {
      // it stores the peer itself, and does not pass it to the network
      slots: {
        WSPConnect:
          (connect) =>
          (s, name, length, ...rest) => {
            const result = connect(s, name, length, ...rest);
            if (result === 0) connect(s, new Uint8Array(SOCKADDR_IN_SIZE), SOCKADDR_IN_SIZE, ...rest);
            return result;
          },
      },
    },
  ],
];
export const DATAGRAMS = mutants("base", "desktop", ROWS);
