import { filter, installStack as installKinds, secure } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  MAKEWORD,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAECONNREFUSED,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { expect } from "chai";
import { checked } from "../fixture/checked.js";
import { installStack } from "./stack.js";

const HERE = sockaddr_in("127.0.0.1", 4000);
const NOWHERE = sockaddr_in("127.0.0.1", 4001);
const DEPTHS = [1, 3, 6];

const newMachine = () => openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });

function started(machine: ReturnType<typeof newMachine>): Ws2 {
  const ws2 = checked(machine.openProcess(), ["desktop"]) as Ws2;
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}

function bound(ws2: Ws2, name: Uint8Array): SOCKET {
  const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
  ws2.bind(s, name, 16);
  return s;
}

/** Layers that count sent and received bytes, and a listener over them that is associated with a port. */
function stage(depth: number) {
  const machine = newMachine();
  const noted: string[] = [];
  const notes = Array.from({ length: depth }, (_, i) => ({
    sent: (_socket: unknown, bytes: number) => void noted.push(`${i} sent ${bytes}`),
    received: (_socket: unknown, bytes: number) => void noted.push(`${i} received ${bytes}`),
  }));
  installStack(machine, notes);
  const ws2 = started(machine);
  const listener = bound(ws2, HERE);
  ws2.listen(listener, 5);
  const port = ws2.kernel32.CreateIoCompletionPort(listener, 0, "listener", 0) as number;
  return { machine, noted, ws2, listener, port };
}

/** A pending AcceptEx. */
function accepting({ ws2, listener }: ReturnType<typeof stage>, dataLength: number) {
  const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
  const buffer = new Uint8Array(dataLength + 64);
  const overlapped = newWSAOVERLAPPED();
  expect(ws2.mswsock.AcceptEx(listener, s, buffer, dataLength, 32, 32, ref(0), overlapped)).to.equal(false);
  expect(ws2.WSAGetLastError()).to.equal(WSA_IO_PENDING);
  return { s, buffer, overlapped };
}

/** The packets of a port. */
function packets(ws2: Ws2, port: number): unknown[][] {
  const taken: unknown[][] = [];
  const [bytes, key, overlapped] = [ref(0), ref<unknown>(null), ref<WSAOVERLAPPED | null>(null)];
  while (ws2.kernel32.GetQueuedCompletionStatus(port as never, bytes, key, overlapped, 10)) {
    taken.push([bytes.value, key.value, overlapped.value]);
  }
  return taken;
}

for (const depth of DEPTHS) {
  describe(`extension functions through ${depth} layers that create their handles`, () => {
    it("AcceptEx ends at the listener's port, once, with its first data", () => {
      const the = stage(depth);
      const { ws2, noted, port } = the;
      const { s, buffer, overlapped } = accepting(the, 8);
      const client = ws2.socket(AF_INET, SOCK_STREAM, 0);
      ws2.connect(client, HERE, 16);
      expect(packets(ws2, port)).to.deep.equal([]);
      ws2.send(client, Uint8Array.of(7, 8), 2, 0);
      noted.length = 0;
      expect(packets(ws2, port)).to.deep.equal([[2, "listener", overlapped]]);
      expect([...buffer.subarray(0, 2)]).to.deep.equal([7, 8]);
      // from the base up
      expect(noted).to.deep.equal(Array.from({ length: depth }, (_, i) => `${i} received 2`));
      expect(ws2.send(s, new Uint8Array(3), 3, 0)).to.equal(3);
      expect(ws2.recv(client, new Uint8Array(4), 4, 0)).to.equal(3);
      for (const each of [s, client, the.listener]) expect(ws2.closesocket(each)).to.equal(0);
      ws2.kernel32.CloseHandle(port as never);
      expect(the.machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    it("AcceptEx is aborted when its listener closes, and the handles are released", () => {
      const the = stage(depth);
      const { ws2, machine } = the;
      const { s, overlapped } = accepting(the, 0);
      expect(ws2.closesocket(the.listener)).to.equal(0);
      machine.turn();
      expect(overlapped.OffsetHigh).to.equal(WSA_OPERATION_ABORTED);
      ws2.closesocket(s);
      ws2.kernel32.CloseHandle(the.port as never);
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    it("AcceptEx is aborted without a report by the last WSACleanup", () => {
      const the = stage(depth);
      const { ws2, machine } = the;
      const { overlapped } = accepting(the, 0);
      expect(ws2.WSACleanup()).to.equal(0);
      expect([overlapped.Internal, overlapped.OffsetHigh]).to.deep.equal([
        WSA_OPERATION_ABORTED,
        WSA_OPERATION_ABORTED,
      ]);
      machine.turn();
      expect(machine.counters.sockets).to.equal(0);
    });

    it("ConnectEx sends its first data, or ends with the reason, and DisconnectEx ends the connection", () => {
      const the = stage(depth);
      const { ws2, noted } = the;
      const [client, lost] = [bound(ws2, sockaddr_in("127.0.0.1", 0)), bound(ws2, sockaddr_in("127.0.0.1", 0))];
      const [overlapped, other] = [newWSAOVERLAPPED(), newWSAOVERLAPPED()];
      const port = ws2.kernel32.CreateIoCompletionPort(client, 0, "client", 0) as number;
      expect(ws2.mswsock.ConnectEx(client, HERE, 16, new Uint8Array(5), 5, ref(0), overlapped)).to.equal(false);
      expect(ws2.mswsock.ConnectEx(lost, NOWHERE, 16, null, 0, ref(0), other)).to.equal(false);
      expect(packets(ws2, port)).to.deep.equal([[5, "client", overlapped]]);
      expect(noted).to.deep.equal(Array.from({ length: depth }, (_, i) => `${i} sent 5`));
      expect(ws2.WSAGetOverlappedResult(lost, other, ref(0), true, ref(0))).to.equal(false);
      expect(ws2.WSAGetLastError()).to.equal(WSAECONNREFUSED);
      const peer = ws2.accept(the.listener, null, null);
      const end = newWSAOVERLAPPED();
      expect(ws2.mswsock.DisconnectEx(client, end, 0, 0)).to.equal(false);
      expect(ws2.WSAGetLastError()).to.equal(WSA_IO_PENDING);
      expect(packets(ws2, port)).to.deep.equal([[0, "client", end]]);
      expect([ws2.recv(peer, new Uint8Array(9), 9, 0), ws2.recv(peer, new Uint8Array(9), 9, 0)]).to.deep.equal([5, 0]);
      for (const each of [client, lost, peer, the.listener]) expect(ws2.closesocket(each)).to.equal(0);
    });

    it("a socket of another provider is refused", () => {
      const the = stage(depth);
      const { ws2, listener } = the;
      const buffer = new Uint8Array(64);
      const [fresh, none] = [ws2.socket(AF_INET, SOCK_STREAM, 0), 0x4444 as SOCKET];
      const event = ws2.WSACreateEvent() as number as SOCKET;
      for (const s of [none, event]) {
        expect(ws2.mswsock.AcceptEx(listener, s, buffer, 0, 32, 32, ref(0), newWSAOVERLAPPED())).to.equal(false);
        expect(ws2.WSAGetLastError()).to.equal(WSAENOTSOCK);
      }
      expect(ws2.mswsock.AcceptEx(listener, fresh, buffer, 0, 32, 32, ref(0), newWSAOVERLAPPED())).to.equal(false);
      expect(ws2.WSAGetLastError()).to.equal(WSA_IO_PENDING);
    });
  });
}

describe("extension functions through a layer that must process their data", () => {
  const rules = [{ verdict: "deny", call: "connect", port: 4000 }] as const;
  const LAYERS = {
    "filter, once it has rules": { rows: [{ layer: "filter", rules }], tls: undefined },
    "secure, where there is TLS": { rows: [{ layer: "secure" }], tls: nodePlatform().tls },
    "secure, on a platform without TLS": { rows: [{ layer: "secure" }], tls: undefined },
  } as const;
  for (const [name, { rows, tls }] of Object.entries(LAYERS)) {
    it(`are not available: ${name}`, () => {
      const machine = openMachine({ platform: memoryPlatform({ network: memoryNetwork(), tls }) });
      expect(installKinds(machine, rows, { filter, secure }, () => {})).to.equal(0);
      const ws2 = started(machine);
      const s = bound(ws2, sockaddr_in("127.0.0.1", 0));
      const { mswsock } = ws2;
      const calls = [
        mswsock.ConnectEx(s, HERE, 16, null, 0, ref(0), newWSAOVERLAPPED()),
        mswsock.AcceptEx(s, s, new Uint8Array(64), 0, 32, 32, ref(0), newWSAOVERLAPPED()),
        mswsock.DisconnectEx(s, null, 0, 0),
      ];
      expect(calls).to.deep.equal([false, false, false]);
      const given = ref<unknown>(null);
      const guid = new Uint8Array(16);
      expect(ws2.WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, guid, 16, given, 4, ref(0), null, null)).to.equal(-1);
      expect(ws2.WSAGetLastError()).to.equal(WSAEOPNOTSUPP);
    });
  }
});
