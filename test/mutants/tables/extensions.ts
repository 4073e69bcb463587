import {
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";
import { hides, recoded } from "./outcomes.js";

const begins = recoded("AcceptEx", WSAEINVAL, WSA_IO_PENDING);

const ROWS: readonly Row[] = [
  ["AcceptEx takes a handle that is no socket", "AcceptEx/not-a-socket", hides("AcceptEx", WSAENOTSOCK)],
  ["AcceptEx waits on a socket that does not listen", "AcceptEx/not-listening", begins],
  ["AcceptEx waits with a socket of another type", "AcceptEx/accept-socket (a datagram socket)", begins],
  ["AcceptEx waits with a socket that has a name", "AcceptEx/accept-socket (a socket with a name)", begins],
  ["AcceptEx waits twice with one socket", "AcceptEx/already-waiting", begins],
  ["connect takes a socket that AcceptEx waits with", "AcceptEx/accept-socket-in-use", hides("connect", WSAEINVAL)],
  ["bind takes a socket that AcceptEx waits with", "AcceptEx/accept-socket-in-use", hides("bind", WSAEINVAL)],
  [
    "AcceptEx succeeds when its accept socket is closed",
    "AcceptEx/accept-socket-closed",
    hides("WSAGetOverlappedResult", WSA_OPERATION_ABORTED),
  ],
  [
    "AcceptEx without an overlapped structure is WSAEFAULT",
    "AcceptEx/overlapped-needed",
    recoded("AcceptEx", WSA_INVALID_PARAMETER, WSAEFAULT),
  ],
  ["AcceptEx succeeds before a client comes", "AcceptEx/takes-connection", hides("AcceptEx", WSA_IO_PENDING)],
];

export const EXTENSIONS = mutants("ws2", "desktop", ROWS);
