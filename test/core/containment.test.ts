import { newWSABUF, ref, SOCK_STREAM, type SOCKET, WSAEACCES, WSASYSCALLFAILURE } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { SCRIPTED_FAMILY, type Script, ScriptedProvider } from "../fixture/scripted-provider.js";
import { SYSTEMS, type System } from "../fixture/systems.js";

const boom = (): never => {
  throw new Error("boom");
};

/** Every function that passes a socket to a slot, and the slot. */
const CALLS: readonly { readonly slot: string; readonly call: (ws2: Program, s: SOCKET) => unknown }[] = [
  { slot: "WSPBind", call: (ws2, s) => ws2.bind(s, new Uint8Array(16), 16) },
  { slot: "WSPConnect", call: (ws2, s) => ws2.connect(s, new Uint8Array(16), 16) },
  { slot: "WSPListen", call: (ws2, s) => ws2.listen(s, 1) },
  { slot: "WSPAccept", call: (ws2, s) => ws2.accept(s, null, null) },
  { slot: "WSPSend", call: (ws2, s) => ws2.send(s, new Uint8Array(1), 1, 0) },
  { slot: "WSPRecv", call: (ws2, s) => ws2.recv(s, new Uint8Array(1), 1, 0) },
  { slot: "WSPSendTo", call: (ws2, s) => ws2.sendto(s, new Uint8Array(1), 1, 0, null, 0) },
  { slot: "WSPRecvFrom", call: (ws2, s) => ws2.recvfrom(s, new Uint8Array(1), 1, 0, null, null) },
  { slot: "WSPSend", call: (ws2, s) => ws2.WSASend(s, [newWSABUF(null)], 1, ref(0), 0, null, null) },
  { slot: "WSPRecv", call: (ws2, s) => ws2.WSARecv(s, [newWSABUF(null)], 1, ref(0), ref(0), null, null) },
  { slot: "WSPSendTo", call: (ws2, s) => ws2.WSASendTo(s, [newWSABUF(null)], 1, ref(0), 0, null, 0, null, null) },
  {
    slot: "WSPRecvFrom",
    call: (ws2, s) => ws2.WSARecvFrom(s, [newWSABUF(null)], 1, ref(0), ref(0), null, null, null, null),
  },
  { slot: "WSPGetSockOpt", call: (ws2, s) => ws2.getsockopt(s, 0, 0, null, null) },
  { slot: "WSPSetSockOpt", call: (ws2, s) => ws2.setsockopt(s, 0, 0, null, 0) },
  { slot: "WSPIoctl", call: (ws2, s) => ws2.ioctlsocket(s, 0, ref(0)) },
  { slot: "WSPShutdown", call: (ws2, s) => ws2.shutdown(s, 0) },
  { slot: "WSPGetSockName", call: (ws2, s) => ws2.getsockname(s, null, null) },
  { slot: "WSPGetPeerName", call: (ws2, s) => ws2.getpeername(s, null, null) },
  {
    slot: "WSPSelect",
    call: (ws2, s) => ws2.select(0, { fd_count: 1, fd_array: [s] }, null, null, null),
  },
  { slot: "WSPCloseSocket", call: (ws2, s) => ws2.closesocket(s) },
];

function open(system: System, script: Script) {
  const computer = new Computer(system);
  new ScriptedProvider(script).install(computer.machine, computer.process());
  const ws2 = computer.program();
  const s = ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
  return { computer, ws2, s };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: containment`, () => {
    for (const { slot, call } of CALLS) {
      it(`containment/slot-throws: ${slot}, in ${String(call).replace(/.*ws2\.(\w+).*/s, "$1")}`, () => {
        const { computer, ws2, s } = open(system, { slots: { [slot]: boom } });
        assert.equal(call(ws2, s), -1);
        assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
        const [record] = computer.machine.records;
        assert.equal(record.code, "provider-threw");
        assert.deepEqual(record.args.slice(0, 2), ["scripted.dll", slot]);
      });
    }

    for (const answer of [undefined, null, "0", {}]) {
      it(`a result that is no int (${String(answer)}) is a failure of the provider, not of ws2`, () => {
        const { ws2, s } = open(system, { slots: { WSPShutdown: () => answer } });
        assert.equal(ws2.shutdown(s, 0), -1);
        assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
      });
    }

    it("containment/stray-socket: a socket that no upcall registered is refused", () => {
      for (const answer of [4444, 0, undefined]) {
        const { computer, ws2, s } = open(system, { slots: { WSPSocket: () => answer, WSPAccept: () => answer } });
        assert.equal(s, -1);
        assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
        assert.equal(computer.recorded.length, 1);
      }
    });

    it("a failure without a code is WSASYSCALLFAILURE; a failure with a code returns that code", () => {
      const fail = (code: number) => ({
        slots: {
          WSPListen: (...args: never[]) => {
            (args[args.length - 1] as { value: number }).value = code;
            return -1;
          },
        },
      });
      for (const [code, expected] of [
        [0, WSASYSCALLFAILURE],
        [WSAEACCES, WSAEACCES],
      ]) {
        const computer = new Computer(system);
        new ScriptedProvider(fail(code)).install(computer.machine, computer.process());
        const ws2 = computer.machine.openProcess();
        ws2.WSAStartup(0x202, {} as never);
        const s = ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
        assert.equal(ws2.listen(s, 1), -1);
        assert.equal(ws2.WSAGetLastError(), expected);
      }
    });

    it("a call that succeeds clears the last error, even if the provider wrote lpErrno", () => {
      const { ws2, s } = open(system, {});
      ws2.WSASetLastError(1);
      assert.equal(ws2.shutdown(s, 0), 0);
      assert.equal(ws2.WSAGetLastError(), 0);
    });

    it("stores the first 64 records, counts those that it drops, and passes each to the platform's log", () => {
      const { computer, ws2, s } = open(system, { slots: { WSPShutdown: boom } });
      const { machine } = computer;
      let logged = 0;
      Object.assign(machine.platform, { log: () => void logged++ });
      machine.record("first");
      for (let i = 0; i < 100; i++) ws2.shutdown(s, 0);
      assert.lengthOf(machine.records, 64);
      assert.equal(machine.records[0].code, "first");
      assert.equal(machine.counters.recordsDropped, 37);
      assert.equal(logged, 101);
      machine.records.length = 0;
      ws2.shutdown(s, 0);
      assert.lengthOf(machine.records, 1);
    });
  });
}
