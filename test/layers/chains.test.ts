import {
  AF_INET,
  fd_set,
  INVALID_SOCKET,
  MAKEWORD,
  newWSABUF,
  newWSADATA,
  newWSAOVERLAPPED,
  PFL_HIDDEN,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr_in,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSAEPROVIDERFAILEDINIT,
  WSANO_RECOVERY,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, machineOf, started } from "./ends.js";
import { installStack, layerId } from "./stack.js";

for (const target of TARGET_NAMES) {
  describe(`chains on ${target}`, () => {
    it("precede the base in the catalog, and are listed by explainSocket", () => {
      const machine = machineOf(target);
      const { ChainLen } = machine.catalog.entries[0].ProtocolChain;
      expect(installStack(machine, [{}, {}])).to.deep.equal([0, 0]);
      const { entry } = started(machine).explainSocket(AF_INET, SOCK_STREAM, 0);
      expect(entry?.ProtocolChain.ChainLen).to.equal(ChainLen + 2);
      expect(entry?.szProtocol).to.match(/^Layer 2 over \[Layer 1 over \[/);
    });

    it("are installed in two steps: a hidden entry that serves no socket, then a chain over each covered entry", () => {
      const machine = machineOf(target);
      const before = machine.catalog.entries;
      installStack(machine, [{}]);
      const { entries } = machine.catalog;
      const own = entries.filter((entry) => !before.includes(entry));
      const [hidden] = own.filter((entry) => entry.ProtocolChain.ChainLen === 0);
      expect([hidden.ProviderId, hidden.dwProviderFlags & PFL_HIDDEN]).to.deep.equal([layerId(1), PFL_HIDDEN]);
      const chains = own.filter((entry) => entry !== hidden);
      // over each entry that opens sockets: a shipped layer has chains over the base's entries
      const protocolOf = (entry: (typeof before)[0]) =>
        `${entry.iAddressFamily} ${entry.iSocketType} ${entry.iProtocol}`;
      const choosable = before.filter((entry) => entry.ProtocolChain.ChainLen !== 0);
      const covered = choosable.filter((entry, i) => choosable.map(protocolOf).indexOf(protocolOf(entry)) === i);
      expect(chains.map(({ ProtocolChain }) => ProtocolChain.ChainEntries.slice(0, 2))).to.deep.equal(
        covered.map(({ dwCatalogEntryId, ProtocolChain: { ChainLen, ChainEntries } }) => [
          hidden.dwCatalogEntryId,
          ChainLen === 1 ? dwCatalogEntryId : ChainEntries[0],
        ]),
      );
      expect(new Set(chains.map(({ ProviderId }) => ProviderId)).size).to.equal(1, "select may mix their sockets");
      expect(entries.slice(0, chains.length)).to.deep.equal(chains);
    });

    it("still serve their open sockets when they are uninstalled; new sockets use the previous chain", () => {
      const machine = machineOf(target);
      const { ChainLen } = machine.catalog.entries[0].ProtocolChain;
      const sent: number[] = [];
      installStack(machine, [{ sent: (_socket, bytes) => void sent.push(bytes) }]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const [chain] = machine.catalog.entries;
      for (const id of [chain.ProviderId, layerId(1)]) expect(ws2.WSCDeinstallProvider(id, ref(0))).to.equal(0);
      ws2.send(client, new Uint8Array(5), 5, 0);
      expect([ws2.recv(server, new Uint8Array(9), 9, 0), sent]).to.deep.equal([5, [5]]);
      for (const s of [client, server]) expect(ws2.closesocket(s)).to.equal(0);
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
      const later = started(machine).explainSocket(AF_INET, SOCK_STREAM, 0);
      expect(later.entry?.ProtocolChain.ChainLen).to.equal(ChainLen);
    });

    it("have six layers at most, including the shipped layers", () => {
      const machine = machineOf(target);
      const room = 7 - machine.catalog.entries[0].ProtocolChain.ChainLen;
      const codes = installStack(machine, new Array(room + 1).fill({}));
      expect(codes).to.deep.equal([...new Array(room).fill(0), WSANO_RECOVERY]);
    });

    it("do not change for sockets that were opened before a layer was installed", () => {
      const machine = machineOf(target);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const sent: number[] = [];
      installStack(machine, [{ sent: (_socket, bytes) => sent.push(bytes) }]);
      ws2.send(client, new Uint8Array(5), 5, 0);
      expect(ws2.recv(server, new Uint8Array(9), 9, 0)).to.equal(5);
      expect(sent).to.deep.equal([]);
    });

    it("fail with a record that names the member whose DLL is missing", () => {
      const machine = machineOf(target);
      installStack(machine, [{}, {}]);
      const errno = ref(0);
      const ws2 = machine.openProcess();
      expect(ws2.WSCDeinstallProvider(layerId(1), errno)).to.equal(0);
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      expect(ws2.socket(AF_INET, SOCK_STREAM, 0)).to.equal(INVALID_SOCKET);
      expect(ws2.WSAGetLastError()).to.equal(WSAEPROVIDERFAILEDINIT);
      expect(machine.records.map((record) => record.code)).to.include("layer-missing");
    });

    it("report every byte to an observer, for every call", () => {
      const machine = machineOf(target);
      const sent: number[] = [];
      const received: number[] = [];
      const into = (list: number[]) => (_socket: unknown, bytes: number) => void list.push(bytes);
      installStack(machine, [{ sent: into(sent), received: into(received) }]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      ws2.send(client, new Uint8Array(3), 3, 0);
      ws2.recv(server, new Uint8Array(9), 9, 0);
      const overlapped = newWSAOVERLAPPED();
      const routine: number[] = [];
      const buffers = [newWSABUF(new Uint8Array(9))];
      const flags = ref(0);
      const result = ws2.WSARecv(server, buffers, 1, null, flags, overlapped, (_code, bytes) => routine.push(bytes));
      expect([result, ws2.WSAGetLastError()]).to.deep.equal([-1, WSA_IO_PENDING]);
      ws2.send(client, new Uint8Array(4), 4, 0);
      ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 10, true);
      expect(routine).to.deep.equal([4]);
      expect([sent, received]).to.deep.equal([
        [3, 4],
        [3, 4],
      ]);
    });

    it("report the outcome of each overlapped operation to an observer", () => {
      const machine = machineOf(target);
      const ended: unknown[] = [];
      installStack(machine, [{ ended: (_socket, overlapped, code, bytes) => ended.push([overlapped, code, bytes]) }]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const [first, second] = [newWSAOVERLAPPED(), newWSAOVERLAPPED(ws2.WSACreateEvent())];
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), first, null);
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), second, null);
      ws2.send(client, new Uint8Array(4), 4, 0);
      machine.turn();
      ws2.closesocket(server);
      ws2.WSAWaitForMultipleEvents(1, [second.hEvent as never], false, 10, false);
      expect(ended).to.deep.equal([
        [first, 0, 4],
        [second, WSA_OPERATION_ABORTED, 0],
      ]);
    });

    it("close below first, and release the handle above after the last operation has completed", () => {
      const machine = machineOf(target);
      const closed: string[] = [];
      const named = (name: string) => ({ closed: () => void closed.push(name) });
      installStack(machine, [named("lower"), named("upper")]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      closed.length = 0;
      const event = ws2.WSACreateEvent();
      const overlapped = newWSAOVERLAPPED(event);
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
      expect(ws2.closesocket(server)).to.equal(0);
      expect(closed).to.deep.equal([]);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      expect(closed).to.deep.equal(["lower", "upper"]);
      expect(overlapped.OffsetHigh).to.equal(WSA_OPERATION_ABORTED);
      ws2.closesocket(client);
      ws2.WSACloseEvent(event);
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    it("end pending operations at the last WSACleanup without reporting them, as the provider below does", () => {
      const machine = machineOf(target);
      installStack(machine, [{}, {}]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const told: number[] = [];
      const [first, second] = [newWSAOVERLAPPED(), newWSAOVERLAPPED()];
      for (const overlapped of [first, second]) {
        const buffers = [newWSABUF(new Uint8Array(4))];
        ws2.WSARecv(server, buffers, 1, null, ref(0), overlapped, (_code, bytes) => told.push(bytes));
      }
      ws2.send(client, new Uint8Array(4), 4, 0);
      // the base receives the bytes for the first operation now; the layers would report it in the next turn
      ws2.select(0, fd_set(server), null, null, { tv_sec: 0, tv_usec: 0 });
      expect(ws2.WSACleanup()).to.equal(0);
      expect([first.Internal, first.InternalHigh]).to.deep.equal([0, 4]);
      expect([second.OffsetHigh, second.InternalHigh]).to.deep.equal([WSA_OPERATION_ABORTED, 0]);
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      machine.turn();
      ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 10, true);
      expect(told).to.deep.equal([]);
      expect([first.InternalHigh, second.OffsetHigh]).to.deep.equal([4, WSA_OPERATION_ABORTED]);
    });

    it("can be mixed in one select", () => {
      const machine = machineOf(target);
      installStack(machine, [{}, {}, {}]);
      const ws2 = started(machine);
      const [client, server] = connected(ws2);
      const datagrams = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      ws2.bind(datagrams, sockaddr_in("127.0.0.1", 0), 16);
      ws2.send(client, new Uint8Array(1), 1, 0);
      const readable = fd_set(datagrams, server);
      expect(ws2.select(0, readable, null, null, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
      expect(readable.fd_array[0]).to.equal(server);
    });
  });
}
