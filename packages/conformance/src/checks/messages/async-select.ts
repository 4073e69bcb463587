import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  FIONBIO,
  LINGER,
  type MSG,
  MSG_OOB,
  ref,
  SO_LINGER,
  type SOCKET,
  SOL_SOCKET,
  WSA_WAIT_TIMEOUT,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEWOULDBLOCK,
  WSAGETSELECTERROR,
  WSAGETSELECTEVENT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { MessageWindow, WM_SOCKET } from "../../bench/message-window.js";
import { connectedPair, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A connection, and a window that receives the messages of its near end. */
function watchedPair(bench: Bench, mask: number) {
  const pair = connectedPair(bench);
  const window = new MessageWindow(pair.near);
  pair.near.must(select(pair.near, pair.s, window, mask));
  return { ...pair, window };
}

function select(program: Program, s: SOCKET, window: MessageWindow, mask: number): number {
  return program.desktop.WSAAsyncSelect(s, window.hWnd, WM_SOCKET, mask);
}

/** The FD_* events of messages. Asserts that each message is for socket `s` and has no error. */
function eventsOf(messages: readonly MSG[], s: SOCKET): number[] {
  for (const { message, wParam, lParam } of messages) {
    equal(message, WM_SOCKET, "the message");
    equal(wParam, s, "its socket");
    sameCode(WSAGETSELECTERROR(lParam), 0, "its error");
  }
  return messages.map(({ lParam }) => WSAGETSELECTEVENT(lParam));
}

/** WSAAsyncSelect: the network events, posted to a window. */
export const ASYNC_SELECT_CHECKS: readonly Check[] = [
  {
    rule: "WSAAsyncSelect/non-blocking",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, window } = watchedPair(bench, FD_READ);
      near.fails(near.ws2.recv(s, new Uint8Array(1), 1, 0), WSAEWOULDBLOCK);
      near.fails(near.ws2.ioctlsocket(s, FIONBIO, ref(0)), WSAEINVAL);
      near.works(select(near, s, window, 0));
      near.works(near.ws2.ioctlsocket(s, FIONBIO, ref(0)));
    },
  },
  {
    rule: "WSAAsyncSelect/window",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      for (const hWnd of [null, 0, 4711]) program.fails(program.desktop.WSAAsyncSelect(s, hWnd, 1, FD_READ), WSAEINVAL);
      program.fails(program.desktop.WSAAsyncSelect(s, s, 1, FD_READ), WSAEINVAL);
    },
  },
  {
    rule: "WSAAsyncSelect/FD_READ",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer, window } = watchedPair(bench, FD_READ);
      sameList(window.drain().map(Number), [], "the messages before any data");
      far.must(far.send(peer, new Uint8Array(4)));
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events when data have come");
      far.must(far.send(peer, new Uint8Array(4)));
      sameList(eventsOf(window.drain(), s), [], "the events when more has come before a receive");
      equal(near.receive(s, 3)?.length, 3, "the bytes of a receive");
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events after a receive that leaves some");
      equal(near.receive(s, 64)?.length, 5, "the bytes of the next");
      sameList(eventsOf(window.drain(), s), [], "the events after a receive that leaves none");
      far.must(far.send(peer, new Uint8Array(1)));
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events when more has come after it");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_READ",
    of: "after a receive that fails",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer, window } = watchedPair(bench, FD_READ);
      far.must(far.send(peer, new Uint8Array(4)));
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events when data have come");
      near.fails(near.ws2.recv(s, new Uint8Array(1), 2, 0), WSAEFAULT, "the error of a receive");
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events after it");
      near.fails(near.ws2.recvfrom(s, new Uint8Array(1), 2, 0, null, null), WSAEFAULT, "the error of a receive");
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events after it");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_WRITE",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer, window } = watchedPair(bench, FD_WRITE);
      sameList(eventsOf(window.drain(), s), [FD_WRITE], "the events of a socket that can send");
      near.must(near.send(s, new Uint8Array(1)));
      sameList(eventsOf(window.drain(), s), [], "the events after a send");
      const block = new Uint8Array(65536);
      const fill = () => {
        while (near.ws2.send(s, block, block.length, 0) >= 0);
        near.fails(-1, WSAEWOULDBLOCK, "the error of the send that found no room");
      };
      // bytes under way leave room here until the peer's buffer is full, too
      for (fill(); window.drain().length > 0; ) fill();
      sameList(eventsOf(window.drain(), s), [], "the events while there is no room");
      unblock(far, peer);
      const room = new Uint8Array(1 << 20);
      holds(far.ws2.recv(peer, room, room.length, 0) > 0, "whether the peer makes room");
      // each system chooses how much the peer must receive before there is room
      const events = eventsOf(window.drain(), s);
      while (events.length === 0 && far.ws2.recv(peer, room, room.length, 0) > 0)
        events.push(...eventsOf(window.drain(), s));
      sameList(events, [FD_WRITE], "the events once there is room again");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_WRITE",
    of: "datagram",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const window = new MessageWindow(program);
      const s = program.datagram();
      program.must(select(program, s, window, FD_CONNECT | FD_WRITE));
      sameList(eventsOf(window.drain(), s), [FD_WRITE], "the events of a socket that is not bound");
      const far = bench.neighbour.program();
      program.must(program.connect(s, far.boundDatagram().name));
      sameList(eventsOf(window.drain(), s), [FD_WRITE], "its events once it has a peer");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_CONNECT",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const far = bench.neighbour.program();
      const listener = far.listener();
      const window = new MessageWindow(program);
      const s = program.stream();
      program.must(select(program, s, window, FD_CONNECT));
      program.fails(program.connect(s, listener.name), WSAEWOULDBLOCK);
      sameList(eventsOf(window.drain(), s), [FD_CONNECT], "the events of a connect that ends well");
      const refused = program.stream();
      program.must(select(program, refused, window, FD_CONNECT));
      far.must(far.ws2.closesocket(listener.s));
      program.fails(program.connect(refused, listener.name), WSAEWOULDBLOCK);
      const { wParam, lParam } = window.next();
      equal(wParam, refused, "the socket");
      equal(WSAGETSELECTEVENT(lParam), FD_CONNECT, "the event");
      sameCode(WSAGETSELECTERROR(lParam), WSAECONNREFUSED, "its error");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_CONNECT",
    of: "before the call",
    needs: ["IPv4 stream"],
    run(bench) {
      const { s, window } = watchedPair(bench, FD_CONNECT | FD_WRITE);
      sameList(eventsOf(window.drain(), s), [FD_WRITE], "the events of a socket that was connected before the call");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_ACCEPT",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const far = bench.neighbour.program();
      const { s, name } = program.listener();
      const window = new MessageWindow(program);
      program.must(select(program, s, window, FD_ACCEPT | FD_READ));
      const client = far.stream();
      far.must(far.connect(client, name));
      sameList(eventsOf(window.drain(), s), [FD_ACCEPT], "the listener's events");
      far.must(far.connect(far.stream(), name));
      sameList(eventsOf(window.drain(), s), [], "its events for a second connection, before an accept");
      program.fails(program.ws2.accept(s, new Uint8Array(1), ref(1)), WSAEFAULT, "the error of an accept");
      sameList(eventsOf(window.drain(), s), [FD_ACCEPT], "its events after an accept that fails");
      const accepted = program.must(program.ws2.accept(s, null, null));
      sameList(eventsOf(window.drain(), s), [FD_ACCEPT], "its events after an accept that leaves one");
      far.must(far.send(client, new Uint8Array(2)));
      sameList(eventsOf(window.drain(), accepted), [FD_READ], "the accepted socket's events");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_CLOSE",
    needs: ["IPv4 stream", "option SO_LINGER"],
    run(bench) {
      const { s, far, peer, window } = watchedPair(bench, FD_CLOSE);
      far.must(far.ws2.closesocket(peer));
      sameList(eventsOf(window.drain(), s), [FD_CLOSE], "the events when the peer has closed");
      sameList(eventsOf(window.drain(), s), [], "the events after that");
      const reset = watchedPair(bench, FD_CLOSE);
      reset.far.must(reset.far.ws2.setsockopt(reset.peer, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4));
      reset.far.must(reset.far.ws2.closesocket(reset.peer));
      const { lParam } = reset.window.next();
      equal(WSAGETSELECTEVENT(lParam), FD_CLOSE, "the event of a reset");
      sameCode(WSAGETSELECTERROR(lParam), WSAECONNABORTED, "its error");
    },
  },
  {
    rule: "WSAAsyncSelect/FD_OOB",
    needs: ["IPv4 stream", "urgent"],
    run(bench) {
      const { s, far, peer, window } = watchedPair(bench, FD_OOB);
      far.must(far.ws2.send(peer, new Uint8Array(1), 1, MSG_OOB));
      sameList(eventsOf(window.drain(), s), [FD_OOB], "the events");
      far.must(far.ws2.send(peer, new Uint8Array(1), 1, MSG_OOB));
      sameList(eventsOf(window.drain(), s), [], "the events of another urgent byte, before a receive");
    },
  },
  {
    rule: "WSAAsyncSelect/again",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer, window } = watchedPair(bench, FD_READ);
      far.must(far.send(peer, new Uint8Array(4)));
      sameList(eventsOf(window.drain(), s), [FD_READ], "the events when data have come");
      near.must(select(near, s, window, FD_READ | FD_WRITE));
      sameList(eventsOf(window.drain(), s), [FD_READ, FD_WRITE], "the events when it is called again");
    },
  },
  {
    rule: "WSAAsyncSelect/again",
    of: "FD_ACCEPT",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const far = bench.neighbour.program();
      const { s, name } = program.listener();
      const window = new MessageWindow(program);
      program.must(select(program, s, window, FD_ACCEPT));
      far.must(far.connect(far.stream(), name));
      sameList(eventsOf(window.drain(), s), [FD_ACCEPT], "the events of a connection");
      program.must(select(program, s, window, FD_ACCEPT));
      sameList(eventsOf(window.drain(), s), [FD_ACCEPT], "the events when it is called again");
    },
  },
  {
    rule: "WSAAsyncSelect/again",
    of: "FD_CLOSE",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer, window } = watchedPair(bench, FD_CLOSE);
      far.must(far.ws2.closesocket(peer));
      sameList(eventsOf(window.drain(), s), [FD_CLOSE], "the events when the peer has closed");
      near.must(select(near, s, window, FD_CLOSE));
      sameList(eventsOf(window.drain(), s), [FD_CLOSE], "the events when it is called again");
    },
  },
  {
    rule: "WSAAsyncSelect/replaces",
    needs: ["IPv4 stream", "events"],
    run(bench) {
      const { near, s, far, peer, window } = watchedPair(bench, FD_READ);
      const { ws2 } = near;
      const event = ws2.WSACreateEvent();
      near.must(ws2.WSAEventSelect(s, event, FD_READ));
      far.must(far.send(peer, new Uint8Array(4)));
      sameList(eventsOf(window.drain(), s), [], "the messages once WSAEventSelect has replaced them");
      near.must(select(near, s, window, FD_READ));
      sameList(eventsOf(window.drain(), s), [FD_READ], "the messages once WSAAsyncSelect has replaced it");
      ws2.WSAResetEvent(event);
      near.receive(s);
      far.must(far.send(peer, new Uint8Array(4)));
      sameList(eventsOf(window.drain(), s), [FD_READ], "the messages when more comes");
      equal(
        ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false),
        WSA_WAIT_TIMEOUT,
        "whether the event is signalled",
      );
      near.must(select(near, s, window, 0));
      near.receive(s);
      far.must(far.send(peer, new Uint8Array(4)));
      holds(window.drain().length === 0, "whether a mask of 0 cancels the messages");
    },
  },
];
