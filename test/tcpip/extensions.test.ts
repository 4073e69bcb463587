import {
  AF_INET,
  CF_DEFER,
  DWORD,
  IPPROTO_TCP,
  newWSABUF,
  newWSAOVERLAPPED,
  type Pointer,
  ref,
  SO_CONNECT_TIME,
  SO_UPDATE_ACCEPT_CONTEXT,
  SO_UPDATE_CONNECT_CONTEXT,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrText,
  WSA_FLAG_OVERLAPPED,
  WSA_INVALID_PARAMETER,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAENOTSOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";
import { installStack } from "../layers/stack.js";

type DesktopProgram = Program & Ws2;

const HERE = sockaddr_in("127.0.0.1", 4000);

/** The number of layers with their own handles over the provider. */
const DEPTHS = [0, 1, 3, 6];

function stream(ws2: DesktopProgram): SOCKET {
  return ws2.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, WSA_FLAG_OVERLAPPED);
}

function listener(ws2: DesktopProgram): SOCKET {
  const s = stream(ws2);
  ws2.bind(s, HERE, 16);
  ws2.listen(s, 5);
  return s;
}

function outcome(ws2: DesktopProgram, s: SOCKET, overlapped: ReturnType<typeof newWSAOVERLAPPED>): number {
  const transferred = ref(0);
  const isDone = ws2.WSAGetOverlappedResult(s, overlapped, transferred, true, ref(0));
  return isDone ? transferred.value : -ws2.WSAGetLastError();
}

/** A pending AcceptEx. */
function accepting(ws2: DesktopProgram, from: SOCKET, dataLength: number) {
  const s = stream(ws2);
  const buffer = new Uint8Array(dataLength + 64);
  const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
  assert.isFalse(ws2.mswsock.AcceptEx(from, s, buffer, dataLength, 32, 32, ref(0), overlapped));
  assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
  return { s, buffer, overlapped };
}

/** A structure that cannot be written. */
function unwritable(): WSAOVERLAPPED {
  return Object.freeze(newWSAOVERLAPPED());
}

for (const depth of DEPTHS) {
  const program = (): DesktopProgram => {
    const computer = new Computer(DESKTOP);
    installStack(computer.machine, new Array(depth).fill({}));
    return computer.program() as DesktopProgram;
  };

  describe(`desktop: a structure that cannot be written, through ${depth} layers`, () => {
    it("leaves the accepting socket free for the next AcceptEx", () => {
      const ws2 = program();
      const [from, s] = [listener(ws2), stream(ws2)];
      const acceptEx = (overlapped: WSAOVERLAPPED) =>
        ws2.mswsock.AcceptEx(from, s, new Uint8Array(64), 0, 32, 32, ref(0), overlapped);
      assert.isFalse(acceptEx(unwritable()));
      assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
      assert.isFalse(acceptEx(newWSAOVERLAPPED()));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      assert.equal(ws2.closesocket(s), 0);
    });

    it("does not start a ConnectEx", () => {
      const ws2 = program();
      listener(ws2);
      const s = stream(ws2);
      ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
      const connectEx = (overlapped: WSAOVERLAPPED) => ws2.mswsock.ConnectEx(s, HERE, 16, null, 0, ref(0), overlapped);
      assert.isFalse(connectEx(unwritable()));
      assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.isFalse(connectEx(overlapped));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      assert.equal(outcome(ws2, s, overlapped), 0);
    });
  });

  describe(`desktop: AcceptEx through ${depth} layers`, () => {
    it("accepts the next connection into a socket, and writes both addresses", () => {
      const ws2 = program();
      const from = listener(ws2);
      const { s, buffer, overlapped } = accepting(ws2, from, 0);
      const client = stream(ws2);
      ws2.connect(client, HERE, 16);
      assert.equal(outcome(ws2, from, overlapped), 0);
      const [local, remote] = [ref<Pointer>(null), ref<Pointer>(null)];
      const lengths = [ref(0), ref(0)];
      ws2.mswsock.GetAcceptExSockaddrs(from, buffer, 0, 32, 32, local, lengths[0], remote, lengths[1]);
      assert.equal(sockaddrText(local.value as Uint8Array), "127.0.0.1:4000");
      assert.match(sockaddrText(remote.value as Uint8Array), /^127\.0\.0\.1:/);
      assert.deepEqual(
        lengths.map(({ value }) => value),
        [16, 16],
      );
      assert.equal(ws2.setsockopt(s, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, DWORD(from), 4), 0);
      assert.equal(ws2.send(client, new Uint8Array(3), 3, 0), 3);
      assert.equal(ws2.recv(s, new Uint8Array(9), 9, 0), 3);
    });

    it("waits for the first data if it requests some", () => {
      const ws2 = program();
      const from = listener(ws2);
      const { buffer, overlapped } = accepting(ws2, from, 8);
      const client = stream(ws2);
      ws2.connect(client, HERE, 16);
      assert.isFalse(ws2.WSAGetOverlappedResult(from, overlapped, ref(0), false, ref(0)));
      ws2.send(client, Uint8Array.of(7, 8), 2, 0);
      assert.equal(outcome(ws2, from, overlapped), 2);
      assert.deepEqual([...buffer.subarray(0, 2)], [7, 8]);
    });

    it("is aborted when the listener closes", () => {
      const ws2 = program();
      const from = listener(ws2);
      const { s, overlapped } = accepting(ws2, from, 0);
      ws2.closesocket(from);
      assert.equal(outcome(ws2, s, overlapped), -WSA_OPERATION_ABORTED);
    });

    it("refuses unsuitable accept sockets", () => {
      const ws2 = program();
      const from = listener(ws2);
      const fresh = stream(ws2);
      const overlapped = newWSAOVERLAPPED();
      const buffer = new Uint8Array(64);
      const cases: readonly [SOCKET, SOCKET, Pointer, number, object | null, number][] = [
        [from, fresh, buffer, 32, null, WSA_INVALID_PARAMETER],
        [4444 as SOCKET, fresh, buffer, 32, overlapped, WSAENOTSOCK],
        [from, 4444 as SOCKET, buffer, 32, overlapped, WSAENOTSOCK],
        [fresh, stream(ws2), buffer, 32, overlapped, WSAEINVAL],
        [from, from, buffer, 32, overlapped, WSAEINVAL],
        [from, fresh, null, 32, overlapped, WSAEFAULT],
        [from, fresh, buffer, 0, overlapped, WSAEFAULT],
      ];
      for (const [listening, into, where, remote, how, code] of cases) {
        assert.isFalse(ws2.mswsock.AcceptEx(listening, into, where, 0, 32, remote, ref(0), how as never));
        assert.equal(ws2.WSAGetLastError(), code);
      }
    });
  });

  describe(`desktop: ConnectEx and DisconnectEx through ${depth} layers`, () => {
    it("ConnectEx connects a bound socket and sends first data", () => {
      const ws2 = program();
      const from = listener(ws2);
      const s = stream(ws2);
      ws2.bind(s, sockaddr_in(0, 0), 16);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      ws2.mswsock.ConnectEx(s, HERE, 16, Uint8Array.of(1, 2, 3), 3, ref(0), overlapped);
      assert.equal(outcome(ws2, s, overlapped), 3);
      assert.equal(ws2.setsockopt(s, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, null, 0), 0);
      const server = ws2.accept(from, null, null);
      assert.equal(ws2.recv(server, new Uint8Array(9), 9, 0), 3);
      const seconds = new Uint8Array(4);
      assert.equal(ws2.getsockopt(s, SOL_SOCKET, SO_CONNECT_TIME, seconds, ref(4)), 0);
      assert.deepEqual([...seconds], [0, 0, 0, 0]);
    });

    it("ConnectEx reports the code of a failure", () => {
      const ws2 = program();
      const s = stream(ws2);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      const connect = (to: Uint8Array, data: Pointer, length: number, how: typeof overlapped | null) => {
        return ws2.mswsock.ConnectEx(s, to, 16, data, length, ref(0), how) ? 0 : ws2.WSAGetLastError();
      };
      assert.equal(connect(HERE, null, 0, null), WSA_INVALID_PARAMETER);
      assert.equal(connect(HERE, null, 0, overlapped), WSAEINVAL);
      ws2.bind(s, sockaddr_in(0, 0), 16);
      assert.equal(connect(HERE, new Uint8Array(1), 2, overlapped), WSAEFAULT);
      const code = connect(HERE, null, 0, overlapped);
      assert.equal(code === WSA_IO_PENDING ? -outcome(ws2, s, overlapped) : code, WSAECONNREFUSED);
      const { client } = conversation(ws2, 4001);
      assert.isFalse(ws2.mswsock.ConnectEx(client, HERE, 16, null, 0, ref(0), overlapped));
      assert.equal(ws2.WSAGetLastError(), WSAEISCONN);
      assert.equal(ws2.setsockopt(stream(ws2), SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, null, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAENOTCONN);
    });

    it("DisconnectEx ends a connection, and frees the socket to connect again", () => {
      const ws2 = program();
      const { client, server } = conversation(ws2, 4000);
      assert.isTrue(ws2.mswsock.DisconnectEx(client, null, 2, 0));
      assert.equal(ws2.recv(server, new Uint8Array(1), 1, 0), 0);
      assert.equal(ws2.connect(client, HERE, 16), 0);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.isFalse(ws2.mswsock.DisconnectEx(client, overlapped, 0, 0));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      assert.equal(outcome(ws2, client, overlapped), 0);
      assert.isFalse(ws2.mswsock.DisconnectEx(client, null, 1, 0));
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      assert.isFalse(ws2.mswsock.DisconnectEx(stream(ws2), null, 0, 0));
      assert.equal(ws2.WSAGetLastError(), WSAENOTCONN);
    });

    it("ConnectEx sends the content of the buffer at the time of the call, also of a Node Buffer", () => {
      for (const data of [Uint8Array.of(1, 2, 3), Buffer.from([1, 2, 3])]) {
        const ws2 = program();
        const from = listener(ws2);
        const s = stream(ws2);
        ws2.bind(s, sockaddr_in(0, 0), 16);
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        ws2.mswsock.ConnectEx(s, HERE, 16, data, 3, ref(0), overlapped);
        data.fill(9);
        assert.equal(outcome(ws2, s, overlapped), 3);
        const received = new Uint8Array(3);
        ws2.recv(ws2.accept(from, null, null), received, 3, 0);
        assert.deepEqual([...received], [1, 2, 3]);
      }
    });

    it("DisconnectEx is pending with an overlapped structure, and queues its packet", () => {
      const ws2 = program();
      const { server, client } = conversation(ws2, 4000);
      for (const [s, flags] of [[client, 2] as const, [server, 0] as const]) {
        const port = ws2.kernel32.CreateIoCompletionPort(s, 0, "key", 0);
        const overlapped = newWSAOVERLAPPED();
        assert.isFalse(ws2.mswsock.DisconnectEx(s, overlapped, flags, 0));
        assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
        const [bytes, key, which] = [ref(9), ref<unknown>(null), ref<object | null>(null)];
        assert.isTrue(ws2.kernel32.GetQueuedCompletionStatus(port as never, bytes, key, which as never, 1000));
        assert.deepEqual([bytes.value, key.value], [0, "key"]);
        assert.strictEqual(which.value, overlapped);
      }
    });

    it("DisconnectEx leaves a connected socket bound, and ends pending receives", () => {
      const ws2 = program();
      const from = listener(ws2);
      const s = stream(ws2);
      ws2.bind(s, sockaddr_in("127.0.0.1", 4444), 16);
      const connect = () => {
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        ws2.mswsock.ConnectEx(s, HERE, 16, null, 0, ref(0), overlapped);
        return outcome(ws2, s, overlapped);
      };
      assert.equal(connect(), 0);
      const receive = newWSAOVERLAPPED(ws2.WSACreateEvent());
      ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, ref(0), ref(0), receive, null);
      const end = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.isFalse(ws2.mswsock.DisconnectEx(s, end, 2, 0));
      assert.equal(outcome(ws2, s, end), 0);
      assert.equal(outcome(ws2, s, receive), -WSA_OPERATION_ABORTED);
      assert.equal(ws2.bind(s, sockaddr_in("127.0.0.1", 4445), 16), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      ws2.closesocket(ws2.accept(from, null, null));
      assert.equal(connect(), 0);
    });

    it("DisconnectEx leaves a socket that was accepted unbound, for the next AcceptEx", () => {
      const ws2 = program();
      const from = listener(ws2);
      const { s, overlapped } = accepting(ws2, from, 0);
      assert.equal(ws2.connect(stream(ws2), HERE, 16), 0);
      assert.equal(outcome(ws2, from, overlapped), 0);
      assert.isTrue(ws2.mswsock.DisconnectEx(s, null, 2, 0));
      assert.equal(ws2.getsockname(s, new Uint8Array(16), ref(16)), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      assert.isFalse(ws2.mswsock.AcceptEx(from, s, new Uint8Array(64), 0, 32, 32, ref(0), newWSAOVERLAPPED()));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
    });

    it("GetAcceptExSockaddrs reads only within its part of the buffer", () => {
      const ws2 = program();
      const from = listener(ws2);
      const { overlapped, buffer } = accepting(ws2, from, 0);
      assert.equal(ws2.connect(stream(ws2), HERE, 16), 0);
      assert.equal(outcome(ws2, from, overlapped), 0);
      const [local, localLength, remote, remoteLength] = [ref<Pointer>(null), ref(0), ref<Pointer>(null), ref(0)];
      const { GetAcceptExSockaddrs } = ws2.mswsock;
      GetAcceptExSockaddrs(from, buffer, 0, 8, 32, local, localLength, remote, remoteLength);
      assert.deepEqual([localLength.value, local.value?.length], [8, 8]);
    });

    it("AcceptEx writes no local address without room, and does not change InternalHigh while it is pending", () => {
      const ws2 = program();
      const from = listener(ws2);
      const s = stream(ws2);
      const buffer = new Uint8Array(64);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      overlapped.InternalHigh = 0xdead;
      assert.isFalse(ws2.mswsock.AcceptEx(from, s, buffer, 0, 0, 32, ref(0), overlapped));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      assert.equal(overlapped.InternalHigh, 0xdead);
      const client = stream(ws2);
      ws2.connect(client, HERE, 16);
      assert.equal(outcome(ws2, from, overlapped), 0);
      const [local, remote] = [ref<Pointer>(buffer), ref<Pointer>(null)];
      const lengths = [ref(9), ref(9)];
      ws2.WSASetLastError(0);
      ws2.mswsock.GetAcceptExSockaddrs(from, buffer, 0, 0, 32, local, lengths[0], remote, lengths[1]);
      assert.equal(ws2.WSAGetLastError(), 0);
      assert.strictEqual(local.value, buffer, "the pointers of an address that was not wanted stay as they are");
      const own = new Uint8Array(16);
      ws2.getsockname(client, own, ref(16));
      assert.deepEqual(remote.value, own);
      assert.deepEqual(
        lengths.map(({ value }) => value),
        [9, 16],
      );
    });

    it("AcceptEx is pending when it returns, even after a deferred connection", () => {
      const ws2 = program();
      const from = listener(ws2);
      const client = stream(ws2);
      ws2.connect(client, HERE, 16);
      assert.equal(
        ws2.WSAAccept(from, null, null, () => CF_DEFER, 0),
        -1,
      );
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.isFalse(ws2.mswsock.AcceptEx(from, stream(ws2), new Uint8Array(64), 0, 32, 32, ref(0), overlapped));
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      assert.equal(outcome(ws2, from, overlapped), 0);
    });

    it("AcceptEx and ConnectEx that fail leave their structure in the state of a pending operation", () => {
      const ws2 = program();
      const from = listener(ws2);
      const here = HERE;
      const calls: readonly ((overlapped: WSAOVERLAPPED) => boolean)[] = [
        (o) => ws2.mswsock.AcceptEx(0 as SOCKET, stream(ws2), new Uint8Array(64), 0, 32, 32, ref(0), o),
        (o) => ws2.mswsock.AcceptEx(stream(ws2), stream(ws2), new Uint8Array(64), 0, 32, 32, ref(0), o),
        (o) => ws2.mswsock.AcceptEx(from, from, new Uint8Array(64), 0, 32, 32, ref(0), o),
        (o) => ws2.mswsock.AcceptEx(from, stream(ws2), null, 0, 32, 32, ref(0), o),
        (o) => ws2.mswsock.ConnectEx(from, here, 16, null, 0, ref(0), o),
        (o) => ws2.mswsock.ConnectEx(stream(ws2), here, 16, null, 0, ref(0), o),
      ];
      for (const [i, call] of calls.entries()) {
        const overlapped = newWSAOVERLAPPED();
        overlapped.InternalHigh = 0xdead;
        assert.isFalse(call(overlapped));
        assert.notEqual(ws2.WSAGetLastError(), WSA_IO_PENDING);
        assert.deepEqual([overlapped.Internal, overlapped.InternalHigh], [0x103, 0xdead], `call ${i}`);
      }
    });

    it("AcceptEx with a block that is too short for its address ends with an error, and the connection stays open", () => {
      for (const [localLength, remoteLength] of [[31, 32] as const, [32, 31] as const]) {
        const ws2 = program();
        const from = listener(ws2);
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        ws2.mswsock.AcceptEx(from, stream(ws2), new Uint8Array(64), 0, localLength, remoteLength, ref(0), overlapped);
        assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
        ws2.connect(stream(ws2), HERE, 16);
        assert.equal(outcome(ws2, from, overlapped), -WSAEFAULT);
        assert.isAbove(ws2.accept(from, null, null), 0);
      }
    });
  });
}
