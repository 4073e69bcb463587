import {
  AF_INET,
  IPPROTO_TCP,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSA_FLAG_OVERLAPPED,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { DESKTOP } from "../fixture/systems.js";
import { KINDS, type LayersOfAKind } from "../layers/kinds.js";
import { installStack } from "../layers/stack.js";

const HERE = sockaddr_in("127.0.0.1", 4000);
const THERE = sockaddr_in("127.0.0.1", 4001);
const DEPTHS = [0, 1, 3];

/** A desktop machine with layers, and the sockets that the operations need. */
function desk(depth: number, { overrides, passesHandles }: LayersOfAKind) {
  const computer = new Computer(DESKTOP);
  installStack(computer.machine, new Array(depth).fill(overrides), passesHandles);
  const ws2 = computer.program() as Program & Ws2;
  const opened = new Set<SOCKET>();
  const stream = (): SOCKET => {
    const s = ws2.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, WSA_FLAG_OVERLAPPED);
    opened.add(s);
    return s;
  };
  const listener = stream();
  ws2.bind(listener, HERE, 16);
  ws2.listen(listener, 5);
  const acceptEx = (overlapped: WSAOVERLAPPED) => {
    const s = stream();
    const isOver = ws2.mswsock.AcceptEx(listener, s, new Uint8Array(64), 0, 32, 32, ref(0), overlapped);
    return { s, isOver };
  };
  const connected = () => {
    const client = stream();
    assert.equal(ws2.connect(client, HERE, 16), 0);
    const server = ws2.accept(listener, null, null);
    opened.add(server);
    return { client, server };
  };
  const turns = () => {
    for (let turn = 0; turn < 20; turn++) computer.machine.turn();
    ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], true, 50, true);
  };
  return { ws2, machine: computer.machine, opened, stream, listener, acceptEx, connected, turns };
}

type Desk = ReturnType<typeof desk>;

/** A pending operation whose structure is frozen: its sockets, and the functions that end it in each way. */
interface UnderWay {
  readonly sockets: readonly SOCKET[];
  readonly succeed: () => void;
}

/** Starts an operation with a structure. */
const OPERATIONS: Readonly<Record<string, (d: Desk, overlapped: WSAOVERLAPPED) => UnderWay>> = {
  AcceptEx(d, overlapped) {
    const { s } = d.acceptEx(overlapped);
    return { sockets: [s, d.listener], succeed: () => assert.equal(d.ws2.connect(d.stream(), HERE, 16), 0) };
  },
  ConnectEx(d, overlapped) {
    const s = d.stream();
    d.ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
    const other = d.stream();
    d.ws2.bind(other, THERE, 16);
    d.ws2.listen(other, 5);
    d.ws2.mswsock.ConnectEx(s, THERE, 16, null, 0, ref(0), overlapped);
    return { sockets: [s], succeed: () => undefined };
  },
  DisconnectEx(d, overlapped) {
    const { client, server } = d.connected();
    d.ws2.mswsock.DisconnectEx(client, overlapped, 0, 0);
    return { sockets: [client], succeed: () => void d.ws2.closesocket(server) };
  },
  WSARecv(d, overlapped) {
    const { client, server } = d.connected();
    d.ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
    return { sockets: [server], succeed: () => void d.ws2.send(client, Uint8Array.of(1), 1, 0) };
  },
};

const ENDS: Readonly<Record<string, (d: Desk, operation: UnderWay, overlapped: WSAOVERLAPPED) => void>> = {
  success: (_d, { succeed }) => succeed(),
  "the close of its socket": (d, { sockets }) => assert.equal(d.ws2.closesocket(sockets[0]), 0),
  CancelIoEx: (d, { sockets }, overlapped) =>
    void d.ws2.kernel32.CancelIoEx(sockets[sockets.length - 1] as never, overlapped),
};

/** A filtered stream has no extension functions. */
const hasExtensions = ({ mayDiffer }: LayersOfAKind) => !("AcceptEx/takes-connection" in mayDiffer);

for (const kind of KINDS) {
  for (const depth of DEPTHS) {
    describe(`desktop: a structure that is frozen while its operation is under way, through ${depth}: ${kind.name}`, () => {
      for (const [operation, start] of Object.entries(OPERATIONS)) {
        if (operation.endsWith("Ex") && !hasExtensions(kind)) continue;
        for (const [how, end] of Object.entries(ENDS)) {
          it(`${operation}, ended by ${how}, affects no other call`, () => {
            const d = desk(depth, kind);
            const overlapped = newWSAOVERLAPPED();
            const underWay = start(d, overlapped);
            assert.equal(d.ws2.WSAGetLastError(), WSA_IO_PENDING);
            Object.freeze(overlapped);
            end(d, underWay, overlapped);
            d.turns();
            for (const s of underWay.sockets) if (s !== d.listener) d.ws2.closesocket(s);
            // no earlier operation is in the way: the next connection is accepted, and its byte arrives
            const { client, server } = d.connected();
            assert.equal(d.ws2.send(client, Uint8Array.of(7), 1, 0), 1);
            assert.equal(d.ws2.recv(server, new Uint8Array(9), 9, 0), 1);
            for (const other of [...d.opened]) d.ws2.closesocket(other);
            d.turns();
            assert.equal(d.machine.counters.sockets, 0, "sockets are left behind");
          });
        }
      }
    });
  }
}
