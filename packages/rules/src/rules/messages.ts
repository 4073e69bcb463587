import { ANY, BASE, DESKTOP } from "../applies.js";
import type { Applies, Rule } from "../rule.js";

const HERE: Applies = { ...ANY, systems: DESKTOP };
const POSTED: Applies = { ...BASE, systems: DESKTOP, capability: "messages" };

/** Window messages, and the network events that WSAAsyncSelect posts. */
export const MESSAGES = [
  {
    id: "window/queue",
    number: 3001,
    text: "A posted message waits in the queue of its window's thread, in order, and DispatchMessageW calls the window's function.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "window/filter",
    number: 3002,
    text: "GetMessageW and PeekMessageW take messages of one window, or between two numbers, and leave the others.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "window/quit",
    number: 3003,
    text: "PostQuitMessage has GetMessageW answer 0 once no other message is left.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "window/none",
    number: 3004,
    text: "What is no window is ERROR_INVALID_WINDOW_HANDLE; a window that was destroyed is none, and its messages are gone.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "window/other-thread",
    number: 3005,
    text: "A message that another thread posts ends GetMessageW's wait.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "MsgWaitForMultipleObjects/either",
    number: 3006,
    text: "It waits for objects and for a message, for which it answers the number of objects.",
    source: "page remarks",
    applies: HERE,
  },
  {
    id: "WPUPostMessage/posts",
    number: 3007,
    text: "The upcall posts a message to a window; for what is no window it answers FALSE.",
    source: "reference §2.1",
    applies: HERE,
  },
  {
    id: "WSAAsyncSelect/non-blocking",
    number: 3010,
    text: "WSAAsyncSelect makes the socket non-blocking, and FIONBIO cannot make it blocking while a mask is set.",
    source: "reference §1.2",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/window",
    number: 3011,
    text: "A window that does not exist is WSAEINVAL.",
    source: "page codes",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/FD_READ",
    number: 3012,
    text: "FD_READ is posted when data arrive, and again only after a receive: for what it leaves, or for what arrives then.",
    source: "page remarks; oracle WSAAsyncSelect-01",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/FD_WRITE",
    number: 3013,
    text: "FD_WRITE is posted once a socket can send, a datagram socket at once and when it gets a peer, and again only after a send that would block.",
    source: "page remarks; oracle WSAAsyncSelect-01",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/FD_CONNECT",
    number: 3014,
    text: "FD_CONNECT is posted when a connect has ended, with its code; not for a connect that ended before the call.",
    source: "reference §1.1; oracle WSAAsyncSelect-01",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/FD_ACCEPT",
    number: 3015,
    text: "FD_ACCEPT is posted for a connection, and for the next one only after an accept; the accepted socket has the same window, and posts under its own handle.",
    source: "reference §1.2; page remarks; oracle WSAAsyncSelect-01",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/FD_CLOSE",
    number: 3016,
    text: "FD_CLOSE is posted once when the peer has closed; with WSAECONNABORTED after a reset.",
    source: "reference §1.1; page remarks",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/FD_OOB",
    number: 3017,
    text: "FD_OOB is posted when urgent data arrive, and again only after a receive of urgent data.",
    source: "page remarks; oracle WSAAsyncSelect-01",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/again",
    number: 3018,
    text: "What still holds (data, room, a connection to accept, the peer's end) is posted again when WSAAsyncSelect is called again, unlike with WSAEventSelect.",
    source: "oracle WSAAsyncSelect-01",
    applies: POSTED,
  },
  {
    id: "WSAAsyncSelect/replaces",
    number: 3019,
    text: "WSAAsyncSelect and WSAEventSelect each end what the other has asked for; a mask of 0 ends it as well.",
    source: "reference §1.2",
    applies: POSTED,
  },
] as const satisfies readonly Rule[];
