import { DESKTOP, SHIPPED } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const EXTENSION: Applies = { ...SHIPPED, systems: DESKTOP, capability: "extensions" };

/** TransmitFile, TransmitPackets and WSARecvEx of mswsock. */
export const TRANSMISSION = [
  {
    id: "TransmitFile/buffers",
    number: 3601,
    text: "TransmitFile without a file sends the bytes before and after it, one after the other; without any bytes it succeeds and sends nothing.",
    source: "page remarks; oracle test_TransmitFile",
    applies: EXTENSION,
  },
  {
    id: "TransmitFile/file",
    number: 3602,
    text: "TransmitFile sends the file between both buffers: without an overlapped structure from the file's current offset, the whole rest or the requested number of bytes.",
    source: "page remarks; oracle test_TransmitFile",
    applies: EXTENSION,
  },
  {
    id: "TransmitFile/overlapped",
    number: 3603,
    text: "An overlapped TransmitFile is WSA_IO_PENDING, begins at the offset in its structure, and reports the bytes of file and buffers; with TF_WRITE_BEHIND it succeeds at once if the stack has room.",
    source: "page remarks; oracle test_TransmitFile",
    applies: EXTENSION,
  },
  {
    id: "TransmitFile/disconnect",
    number: 3604,
    text: "TF_DISCONNECT ends the connection after the last byte, and with TF_REUSE_SOCKET the socket can connect by ConnectEx again.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "TransmitFile/refused",
    number: 3605,
    text: "TransmitFile of a handle that is not a socket is WSAENOTSOCK, of a socket without a peer WSAENOTCONN, after shutdown WSAESHUTDOWN; a datagram socket, TF_REUSE_SOCKET without TF_DISCONNECT, more than 2,147,483,646 bytes and an offset that is not within the file are WSAEINVAL.",
    source: "page codes; oracle test_TransmitFile",
    applies: EXTENSION,
  },
  {
    id: "TransmitFile/no-file",
    number: 3606,
    text: "TransmitFile with a handle that is not a file's is WSA_INVALID_HANDLE.",
    source: "design rulings",
    applies: EXTENSION,
  },
  {
    id: "TransmitPackets/parts",
    number: 3607,
    text: "TransmitPackets sends parts of memory and of files in their order; an overlapped call reports the bytes of all.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "TransmitPackets/datagrams",
    number: 3608,
    text: "On a datagram socket, TransmitPackets ends a datagram after a part with TP_ELEMENT_EOP and when nSendSize is reached; TF_DISCONNECT is refused.",
    source: "page remarks; design rulings",
    applies: EXTENSION,
  },
  {
    id: "WSARecvEx/partial",
    number: 3609,
    text: "WSARecvEx returns the bytes of a datagram that fit, and MSG_PARTIAL if some did not; a datagram that fits clears the flags, and the caller's flags are ignored.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "WSARecvEx/stream",
    number: 3610,
    text: "WSARecvEx of a stream does what recv does: it returns the data that has arrived, 0 at the end, and never MSG_PARTIAL.",
    source: "page remarks",
    applies: EXTENSION,
  },
  {
    id: "TransmitPackets/refused",
    number: 3611,
    text: "WSAEFAULT: a part is not a structure, or its bytes are outside its buffer. WSAEINVAL: a part is both in memory and in a file, a field is not a number, or the sum exceeds 2,147,483,646 bytes. Nothing is sent.",
    source: "page codes; design c",
    applies: EXTENSION,
  },
  {
    id: "TransmitFile/non-blocking",
    number: 3612,
    text: "Without an overlapped structure, TransmitFile waits until the last byte is sent, on a non-blocking socket too; an error of the file ends it.",
    source: "page remarks",
    applies: EXTENSION,
  },
] as const satisfies readonly Rule[];
