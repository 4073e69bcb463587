import {
  FD_READ,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  WSA_INVALID_PARAMETER,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { assert } from "chai";
import { DESKTOP } from "../fixture/systems.js";
import { duplicate } from "../sharing/duplicate.js";
import { type Ground, onGrounds, type Process } from "./ground.js";

function second(ground: Ground, s: SOCKET, to = ground.ws2): SOCKET {
  return duplicate(ground.ws2 as never, s, to as never);
}

/** Starts a receive of one byte. */
function receive(ws2: Process, s: SOCKET) {
  const [buffer, overlapped] = [new Uint8Array(1), newWSAOVERLAPPED(ws2.WSACreateEvent())];
  assert.equal(ws2.WSARecv(s, [newWSABUF(buffer)], 1, null, ref(0), overlapped, null), -1);
  return { buffer, overlapped };
}

/** The next packet of a port: its key and structure, or `null`. */
function packet(ws2: Process, port: number): [key: unknown, overlapped: WSAOVERLAPPED | null] | null {
  const [key, overlapped] = [ref<unknown>(null), ref<WSAOVERLAPPED | null>(null)];
  const isThere = ws2.kernel32.GetQueuedCompletionStatus(port as never, ref(0), key, overlapped, 20);
  return isThere || overlapped.value !== null ? [key.value, overlapped.value] : null;
}

describe("the state of a socket is the same for each of its handles", () => {
  onGrounds("the completion port: operations on any handle are reported to it, with the socket's key", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const port = ws2.kernel32.CreateIoCompletionPort(server, null, 77, 0);
    const other = second(ground, server);
    const { overlapped } = receive(ws2, other);
    ground.send(client, "a");
    assert.deepEqual(packet(ws2, port), [77, overlapped]);
    const own = receive(ws2, server);
    ground.send(client, "b");
    assert.deepEqual(packet(ws2, port), [77, own.overlapped]);
  });

  for (const tied of ["before", "after"] as const) {
    for (const first of ["the handle that began it", "the other handle"] as const) {
      onGrounds(
        `an operation reports to a port tied ${tied} it by the other handle, where ${first} closes first`,
        (ground) => {
          const { ws2 } = ground;
          const [, server] = ground.pair();
          const other = second(ground, server);
          const tie = () => ws2.kernel32.CreateIoCompletionPort(server, null, 77, 0);
          let port = tied === "before" ? tie() : null;
          const { overlapped } = receive(ws2, other);
          port ??= tie();
          const handles = first === "the other handle" ? [server, other] : [other, server];
          for (const s of handles) assert.equal(ws2.closesocket(s), 0);
          assert.deepEqual(packet(ws2, port), [77, overlapped]);
        },
      );
    }
  }

  onGrounds("CancelIoEx of one process does not cancel another's operations on the socket", (ground) => {
    const [client, server] = ground.pair();
    const far = ground.process();
    const other = second(ground, server, far);
    const { overlapped } = receive(far, other);
    assert.isFalse(ground.ws2.kernel32.CancelIoEx(server, null));
    ground.send(client, "a");
    ground.settle();
    assert.equal(overlapped.Internal, 0);
  });

  onGrounds("an operation whose handle has closed reports to the port when it succeeds", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const port = ws2.kernel32.CreateIoCompletionPort(server, null, 77, 0);
    const other = second(ground, server);
    const { overlapped } = receive(ws2, other);
    assert.equal(ws2.closesocket(other), 0);
    ground.send(client, "a");
    assert.deepEqual(packet(ws2, port), [77, overlapped]);
  });

  onGrounds("the completion port stays when the handle that it was tied by closes", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const other = second(ground, server);
    const port = ws2.kernel32.CreateIoCompletionPort(server, null, 77, 0);
    ws2.closesocket(server);
    const { overlapped } = receive(ws2, other);
    ground.send(client, "a");
    assert.deepEqual(packet(ws2, port), [77, overlapped]);
  });

  onGrounds("a socket has one completion port", (ground) => {
    const { ws2 } = ground;
    const [, server] = ground.pair();
    const other = second(ground, server);
    assert.notEqual(ws2.kernel32.CreateIoCompletionPort(server, null, 1, 0), 0);
    assert.equal(ws2.kernel32.CreateIoCompletionPort(other, null, 2, 0), 0);
    assert.equal(ground.error, WSA_INVALID_PARAMETER);
  });

  onGrounds("the completion port of another process receives the operations that process starts", (ground) => {
    const { ws2 } = ground;
    const theirs = ground.process();
    const [client, server] = ground.pair();
    const port = ws2.kernel32.CreateIoCompletionPort(server, null, 77, 0);
    const other = second(ground, server, theirs);
    const { overlapped } = receive(theirs, other);
    ground.send(client, "a");
    assert.deepEqual(packet(ws2, port), [77, overlapped]);
  });

  // a provider with handles of WPUCreateSocketHandle does not report a completion within the call
  onGrounds(
    "FILE_SKIP_COMPLETION_PORT_ON_SUCCESS",
    (ground) => {
      const { ws2 } = ground;
      const [client, server] = ground.pair();
      const port = ws2.kernel32.CreateIoCompletionPort(server, null, 77, 0);
      const other = second(ground, server);
      assert.isTrue(ws2.kernel32.SetFileCompletionNotificationModes(server, 1));
      ground.send(client, "a");
      ground.settle();
      const overlapped = newWSAOVERLAPPED();
      assert.equal(ws2.WSARecv(other, [newWSABUF(new Uint8Array(1))], 1, null, ref(0), overlapped, null), 0);
      assert.isNull(packet(ws2, port));
    },
    [DESKTOP],
    ["plain"],
  );

  onGrounds("operations under way: the close of one handle ends none while another is open", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const other = second(ground, server);
    const { buffer, overlapped } = receive(ws2, server);
    assert.equal(ws2.closesocket(server), 0);
    assert.isFalse(ground.isSignalled(overlapped.hEvent as never));
    ground.send(client, "a");
    assert.isTrue(ground.isSignalled(overlapped.hEvent as never, 20));
    assert.equal(buffer[0], 97);
    // the last close ends the remaining operations
    const last = receive(ws2, other);
    ws2.closesocket(other);
    assert.isTrue(ground.isSignalled(last.overlapped.hEvent as never));
  });

  onGrounds("operations under way of a process that has closed its handle", (ground) => {
    const theirs = ground.process();
    const [client, server] = ground.pair();
    const other = second(ground, server, theirs);
    const mine = receive(ground.ws2, server);
    const their = receive(theirs, other);
    ground.ws2.closesocket(server);
    ground.send(client, "ab");
    assert.isTrue(ground.isSignalled(mine.overlapped.hEvent as never, 20));
    assert.isTrue(ground.isSignalled(their.overlapped.hEvent as never, 20, theirs));
    assert.deepEqual([mine.buffer[0], their.buffer[0]], [97, 98]);
  });

  onGrounds("a process that ends aborts its operations, and no others", (ground) => {
    const theirs = ground.process();
    const [client, server] = ground.pair();
    const other = second(ground, server, theirs);
    const first = receive(theirs, other);
    const mine = receive(ground.ws2, server);
    theirs.closesocket(other);
    theirs.terminate();
    ground.send(client, "a");
    assert.isTrue(ground.isSignalled(mine.overlapped.hEvent as never, 20));
    assert.equal(mine.buffer[0], 97);
    assert.equal(first.buffer[0], 0);
  });

  onGrounds("network events: one registration, which outlives the handle that made it", (ground) => {
    const { ws2 } = ground;
    const [client, server] = ground.pair();
    const other = second(ground, server);
    const event = ws2.WSACreateEvent();
    assert.equal(ws2.WSAEventSelect(server, event, FD_READ), 0);
    ws2.closesocket(server);
    ground.send(client, "a");
    assert.isTrue(ground.isSignalled(event, 20));
    const found = newWSANETWORKEVENTS();
    assert.equal(ws2.WSAEnumNetworkEvents(other, event, found), 0);
    assert.equal(found.lNetworkEvents, FD_READ);
  });
});
