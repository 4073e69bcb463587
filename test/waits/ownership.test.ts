import {
  CF_ACCEPT,
  FD_ACCEPT,
  type GROUP,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  sockaddr_in,
  sockaddrText,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { assert } from "chai";
import { duplicate } from "../sharing/duplicate.js";
import { type Ground, onGrounds } from "./ground.js";

const ADDRESS = 32;
const ERROR_OPERATION_ABORTED = 995;

/** Starts an AcceptEx, which is pending. */
function begin(ground: Ground, listener: SOCKET, accepting: SOCKET, room = 0, ws2 = ground.ws2): WSAOVERLAPPED {
  const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
  const buffer = new Uint8Array(room + 2 * ADDRESS);
  assert.isFalse(ws2.mswsock.AcceptEx(listener, accepting, buffer, room, ADDRESS, ADDRESS, ref(0), overlapped));
  assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
  return overlapped;
}

function isEnded(ground: Ground, overlapped: WSAOVERLAPPED, ms = 0, ws2 = ground.ws2): boolean {
  return ground.isSignalled(overlapped.hEvent as never, ms, ws2);
}

function isAborted(ground: Ground, s: SOCKET, overlapped: WSAOVERLAPPED, ws2 = ground.ws2): void {
  assert.isTrue(isEnded(ground, overlapped, 0, ws2), "ended");
  assert.isFalse(ws2.kernel32.GetOverlappedResult(s, overlapped, ref(0), false));
  assert.equal(ws2.WSAGetLastError(), ERROR_OPERATION_ABORTED);
}

function caller(ground: Ground, listener: SOCKET): SOCKET {
  const client = ground.nonBlocking(ground.tcp());
  ground.connect(client, ground.name(listener));
  ground.settle();
  return client;
}

describe("an operation that holds a second socket", () => {
  onGrounds("AcceptEx ends when its accepting socket closes, and accept serves the next client", (ground) => {
    const { ws2 } = ground;
    const listener = ground.listener();
    const accepting = ground.tcp();
    const overlapped = begin(ground, listener, accepting);
    assert.equal(ws2.closesocket(accepting), 0);
    isAborted(ground, listener, overlapped);
    const client = caller(ground, listener);
    const server = ws2.accept(ground.nonBlocking(listener), null, null);
    assert.notEqual(server, -1);
    ground.nonBlocking(server);
    ground.send(client, "hello");
    ground.settle();
    assert.equal(ground.recv(server), "hello");
  });

  onGrounds("the next AcceptEx accepts the client instead", (ground) => {
    const listener = ground.listener();
    const [first, second] = [ground.tcp(), ground.tcp()];
    begin(ground, listener, first);
    const waiting = begin(ground, listener, second);
    ground.ws2.closesocket(first);
    const client = caller(ground, listener);
    assert.isTrue(isEnded(ground, waiting));
    ground.send(client, "x");
    assert.equal(ground.recv(second), "x");
  });

  onGrounds("a socket that is made afterwards is not closed with the accepting socket", (ground) => {
    const { ws2 } = ground;
    const listener = ground.listener();
    const accepting = ground.tcp();
    begin(ground, listener, accepting);
    ws2.closesocket(accepting);
    const innocent = ground.udp();
    const name = sockaddrText(ground.name(innocent));
    caller(ground, listener);
    ground.udp();
    assert.equal(sockaddrText(ground.name(innocent)), name);
    // and receives bytes sent to it
    ws2.sendto(ground.udp(), new Uint8Array([65]), 1, 0, ground.name(innocent), 16);
    assert.equal(ground.recv(innocent), "A");
  });

  onGrounds("AcceptEx that waits for first data ends when its accepting socket closes", (ground) => {
    const listener = ground.listener();
    const accepting = ground.tcp();
    const overlapped = begin(ground, listener, accepting, 16);
    caller(ground, listener);
    assert.isFalse(isEnded(ground, overlapped));
    ground.ws2.closesocket(accepting);
    isAborted(ground, listener, overlapped);
  });

  onGrounds("AcceptEx that waits for first data ends when the listener closes, or cancels", (ground) => {
    const { ws2 } = ground;
    const listener = ground.listener();
    const [first, second] = [ground.tcp(), ground.tcp()];
    const cancelled = begin(ground, listener, first, 16);
    caller(ground, listener);
    assert.isTrue(ws2.kernel32.CancelIoEx(listener, cancelled));
    isAborted(ground, listener, cancelled);
    const closed = begin(ground, listener, second, 16);
    caller(ground, listener);
    ws2.closesocket(listener);
    assert.isTrue(isEnded(ground, closed));
    assert.equal(closed.Internal === 0, false);
  });

  onGrounds("AcceptEx that is cancelled while it waits for first data leaves the data to the connection", (ground) => {
    const listener = ground.listener();
    const accepting = ground.tcp();
    const cancelled = begin(ground, listener, accepting, 16);
    const client = caller(ground, listener);
    assert.isTrue(ground.ws2.kernel32.CancelIoEx(listener, cancelled));
    ground.send(client, "abc");
    ground.settle();
    assert.equal(ground.recv(accepting), "abc");
    isAborted(ground, listener, cancelled);
  });

  onGrounds("AcceptEx that has ended with first data ends once, even if the listener is closed", (ground) => {
    const listener = ground.listener();
    const overlapped = begin(ground, listener, ground.tcp(), 16);
    ground.send(caller(ground, listener), "abc");
    assert.isTrue(isEnded(ground, overlapped, 100));
    assert.isFalse(ground.ws2.kernel32.CancelIoEx(listener, null));
    ground.ws2.closesocket(listener);
    assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [0, 3]);
  });

  onGrounds("two AcceptEx end for two clients that connect at once, also with FD_ACCEPT selected", (ground) => {
    const listener = ground.listener();
    ground.ws2.WSAEventSelect(listener, ground.ws2.WSACreateEvent(), FD_ACCEPT);
    const operations = [1, 2].map(() => begin(ground, listener, ground.tcp()));
    const clients = operations.map(() => ground.nonBlocking(ground.tcp()));
    for (const client of clients) ground.connect(client, ground.name(listener));
    ground.settle();
    for (const overlapped of operations) assert.isTrue(isEnded(ground, overlapped));
  });

  // test_AcceptEx: the operation is the listener's
  onGrounds("CancelIo on the accepting socket ends nothing", (ground) => {
    const listener = ground.listener();
    const accepting = ground.tcp();
    const overlapped = begin(ground, listener, accepting);
    ground.ws2.kernel32.CancelIo(accepting);
    assert.isFalse(isEnded(ground, overlapped));
    caller(ground, listener);
    assert.isTrue(isEnded(ground, overlapped));
  });

  onGrounds("connect, bind, listen and another AcceptEx on an accepting socket in use are WSAEINVAL", (ground) => {
    const { ws2 } = ground;
    const listener = ground.listener();
    const accepting = ground.tcp();
    begin(ground, listener, accepting);
    const other = newWSAOVERLAPPED(ws2.WSACreateEvent());
    const calls: Readonly<Record<string, () => unknown>> = {
      connect: () => ground.connect(accepting, ground.name(listener)),
      bind: () => ws2.bind(accepting, sockaddr_in("127.0.0.1", 0), 16),
      listen: () => ws2.listen(accepting, 1),
      AcceptEx: () => ws2.mswsock.AcceptEx(listener, accepting, new Uint8Array(64), 0, ADDRESS, ADDRESS, ref(0), other),
      ConnectEx: () => ws2.mswsock.ConnectEx(accepting, ground.name(listener), 16, null, 0, ref(0), other),
    };
    for (const [name, call] of Object.entries(calls)) {
      assert.oneOf(call(), [-1, false], name);
      assert.equal(ground.error, WSAEINVAL, name);
    }
  });

  onGrounds("the accepting socket can be used again once the operation has ended", (ground) => {
    const { ws2 } = ground;
    const listener = ground.listener();
    const accepting = ground.tcp();
    const overlapped = begin(ground, listener, accepting);
    assert.isTrue(ws2.kernel32.CancelIoEx(listener, overlapped));
    assert.equal(ground.connect(accepting, ground.name(listener)), 0);
  });

  onGrounds("a blocking accept during an AcceptEx accepts the second client", (ground) => {
    const { ws2 } = ground;
    const listener = ground.listener();
    const accepting = ground.tcp();
    const overlapped = begin(ground, listener, accepting);
    const [first, second] = [ground.nonBlocking(ground.tcp()), ground.nonBlocking(ground.tcp())];
    ground.connect(first, ground.name(listener));
    ground.later(5, () => ground.connect(second, ground.name(listener)));
    const server = ws2.accept(listener, null, null);
    assert.notEqual(server, -1, `accept fails with ${ground.error}`);
    assert.isTrue(isEnded(ground, overlapped));
  });

  onGrounds("an accepting socket of another process is held until its last handle closes", (ground) => {
    const other = ground.process();
    const listener = ground.listener();
    const accepting = ground.tcp();
    const theirs = duplicate(ground.ws2 as never, accepting, other as never);
    const overlapped = begin(ground, listener, accepting);
    ground.ws2.closesocket(accepting);
    assert.isFalse(isEnded(ground, overlapped));
    other.closesocket(theirs);
    isAborted(ground, listener, overlapped);
  });

  onGrounds("a process that ends with the accepting socket ends the other's AcceptEx", (ground) => {
    const other = ground.process();
    const listener = ground.listener();
    const accepting = ground.tcp();
    duplicate(ground.ws2 as never, accepting, other as never);
    const overlapped = begin(ground, listener, accepting);
    ground.ws2.closesocket(accepting);
    other.terminate();
    isAborted(ground, listener, overlapped);
  });
});

describe("a connection that a condition function decides about", () => {
  const conditional = (ground: Ground, listener: SOCKET, decide: () => number) =>
    ground.ws2.WSAAccept(listener, null, null, (_1, _2, _3, _4, _5, _6, _g: { value: GROUP }) => decide() as never, 0);

  onGrounds("is closed if the function throws: its client is notified, and nothing stays open", (ground) => {
    const listener = ground.listener();
    const client = caller(ground, listener);
    const boom = new Error("the application's function fails");
    try {
      conditional(ground, listener, () => {
        throw boom;
      });
    } catch (error) {
      assert.equal(error, boom);
    }
    ground.settle();
    // the client has been reset, or waits in the queue for the next accept
    const server = ground.ws2.accept(ground.nonBlocking(listener), null, null);
    if (server === -1) {
      assert.equal(ground.error, WSAEWOULDBLOCK);
      assert.isNumber(ground.recv(client));
    }
  });

  onGrounds("is accepted", (ground) => {
    const listener = ground.listener();
    caller(ground, listener);
    assert.notEqual(
      conditional(ground, listener, () => CF_ACCEPT),
      -1,
    );
  });
});

describe("operations under way on a socket that closes", () => {
  onGrounds("end with WSA_OPERATION_ABORTED, and their handle is no socket any more", (ground) => {
    const { ws2 } = ground;
    const [client] = ground.pair();
    const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
    assert.equal(ws2.WSARecv(client, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), overlapped, null), -1);
    ws2.closesocket(client);
    assert.isTrue(isEnded(ground, overlapped));
    assert.isFalse(ws2.WSAGetOverlappedResult(client, overlapped, ref(0), false, ref(0)));
    assert.equal(ground.error, WSAENOTSOCK);
    assert.equal(WSA_OPERATION_ABORTED, ERROR_OPERATION_ABORTED);
  });
});
