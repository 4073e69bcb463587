import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { MAKEWORD, newWSADATA } from "@ws2kit/spi";
import {
  AF_INET,
  FD_READ,
  fd_set,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  openMachine,
  ref,
  SO_PROTOCOL_INFOW,
  SOCK_STREAM,
  SOL_SOCKET,
  WSAPROTOCOL_INFOW_SIZE,
  XP1_IFS_HANDLES,
} from "@ws2kit/target-desktop";
import { expect } from "chai";
import { connected, type Ws2 } from "./ends.js";
import { type Attach, installStack } from "./stack.js";

describe("layers that return the handles from below, on desktop", () => {
  function through(overrides: readonly Attach[], passesHandles = true) {
    const machine = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
    expect(installStack(machine, overrides, passesHandles)).to.deep.equal(overrides.map(() => 0));
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const [client, server] = connected(ws2 as unknown as Ws2);
    return { machine, ws2, client, server };
  }

  it("make no handles, and the catalog states that the chain's handles are files", () => {
    for (const [passes, handles] of [
      [true, 2],
      [false, 8],
    ] as const) {
      const { machine, ws2 } = through([{}, {}, {}], passes);
      expect(machine.counters.handles).to.equal(handles);
      const { entry } = ws2.explainSocket(AF_INET, SOCK_STREAM, 0);
      expect(((entry?.dwServiceFlags1 ?? 0) & XP1_IFS_HANDLES) !== 0).to.equal(passes);
    }
  });

  it("are still the socket's provider: for its calls, its handles from accept, and its info", () => {
    const seen: number[] = [];
    const count = (_socket: unknown, bytes: number) => void seen.push(bytes);
    const { ws2, client, server } = through([{ sent: count, received: count }]);
    ws2.send(client, new Uint8Array(3), 3, 0);
    ws2.recv(server, new Uint8Array(9), 9, 0);
    expect(seen).to.deep.equal([3, 3]);
    const info = new Uint8Array(WSAPROTOCOL_INFOW_SIZE);
    expect(ws2.getsockopt(server, SOL_SOCKET, SO_PROTOCOL_INFOW, info, ref(info.length))).to.equal(0);
    expect(info[40]).to.equal(2, "the length of its chain");
  });

  it("let ReadFile and WriteFile go directly to the file; with their own handles, both enter the layers", () => {
    for (const passes of [true, false]) {
      const { machine, ws2, client, server } = through([{}, {}], passes);
      const { ReadFile, WriteFile } = ws2.kernel32;
      const [written, read] = [ref(0), ref(0)];
      expect(WriteFile(client as never, new Uint8Array(5), 5, written, null)).to.equal(true);
      expect(ReadFile(server as never, new Uint8Array(9), 9, read, null)).to.equal(true);
      expect([written.value, read.value]).to.deep.equal([5, 5]);
      expect(machine.counters.fileCrossings === 0).to.equal(passes);
    }
  });

  for (const passesHandles of [true, false]) {
    describe(passesHandles ? "with passed handles" : "that create their handles", () => {
      it("an overlapped operation is reported at its port, with the caller's structure", () => {
        const { ws2, client, server } = through([{}, {}], passesHandles);
        const { kernel32 } = ws2;
        const port = kernel32.CreateIoCompletionPort(server as never, null, "key", 0);
        const overlapped = newWSAOVERLAPPED();
        const [bytes, key, ended] = [ref(0), ref<unknown>(null), ref<unknown>(null)];
        ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
        ws2.send(client, new Uint8Array(4), 4, 0);
        expect(kernel32.GetQueuedCompletionStatus(port as never, bytes, key, ended as never, 100)).to.equal(true);
        expect([bytes.value, key.value]).to.deep.equal([4, "key"]);
        expect(ended.value).to.equal(overlapped);
        const [transferred, flags] = [ref(0), ref(0)];
        expect(ws2.WSAGetOverlappedResult(server, overlapped, transferred, false, flags)).to.equal(true);
        expect(transferred.value).to.equal(4);
      });

      it("select and events use the application's handles", () => {
        const { ws2, client, server } = through([{}, {}], passesHandles);
        ws2.send(client, new Uint8Array(1), 1, 0);
        const [readable, writable] = [fd_set(client, server), fd_set(server, client)];
        expect(ws2.select(0, readable, writable, null, { tv_sec: 1, tv_usec: 0 })).to.equal(3);
        expect(readable.fd_array.slice(0, readable.fd_count)).to.deep.equal([server]);
        expect(writable.fd_array.slice(0, writable.fd_count)).to.deep.equal([server, client]);
        const event = ws2.WSACreateEvent();
        ws2.WSAEventSelect(server, event, FD_READ);
        expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
        const events = newWSANETWORKEVENTS();
        ws2.WSAEnumNetworkEvents(server, event, events);
        expect(events.lNetworkEvents).to.equal(FD_READ);
      });

      it("release every handle, with an operation pending", () => {
        const closed: string[] = [];
        const told = { closed: () => void closed.push("closed") };
        const { machine, ws2, client, server } = through([told, {}], passesHandles);
        ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), newWSAOVERLAPPED(), null);
        for (const s of [server, client]) expect(ws2.closesocket(s)).to.equal(0);
        machine.turn();
        expect(machine.counters).to.include({ sockets: 0, handles: 0 });
        // the listener, and the two ends
        expect(closed.length).to.equal(3);
        expect([ws2.send(client, new Uint8Array(1), 1, 0), ws2.listen(server, 1)]).to.deep.equal([-1, -1]);
      });
    });
  }
});
