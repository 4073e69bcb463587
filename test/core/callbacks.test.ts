import {
  fd_set,
  newWSABUF,
  newWSAOVERLAPPED,
  type ProviderImports,
  READY_IN,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  WSA_INFINITE,
  WSA_IO_PENDING,
  WSA_WAIT_EVENT_0,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAETIMEDOUT,
  WSASYSCALLFAILURE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { protocolOf, SCRIPTED_FAMILY, type Script, ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP, SYSTEMS, type System } from "../fixture/systems.js";

const boom = (): never => {
  throw new Error("boom");
};

/**
 * A third party's provider with a socket, a neighbour that uses the shipped provider, and the log records of the
 * provider's mistakes.
 */
function stage(system: System, script: Script = {}) {
  const computer = new Computer(system);
  const { machine } = computer;
  const provider = new ScriptedProvider(script);
  provider.install(machine, computer.process());
  const own = computer.program();
  const s = own.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
  const ws2 = computer.program();
  return {
    computer,
    machine,
    own,
    s,
    ws2,
    ...conversation(ws2),
    imports: provider.imports as ProviderImports,
    upcalls: provider.upcalls as WSPUPCALLTABLE,
    /** Fails unless exactly one mistake was recorded, with the names of the provider and of the running callback. */
    expectRecorded(what: string) {
      const records = machine.records.map(({ code, args }) => [code, ...args]);
      assert.deepEqual(records, [["provider-threw", "scripted.dll", what, "Error: boom"]]);
    },
  };
}

type Stage = ReturnType<typeof stage>;

/** Ways to register a provider's callback that throws within 10 milliseconds. */
const CALLBACKS: Readonly<Record<string, (the: Stage) => void>> = {
  runLater: ({ imports }) => imports.runLater(boom, 10),
  "runLater at once": ({ imports }) => imports.runLater(boom),
  watch: ({ imports, computer, ws2 }) => {
    const { network } = computer.platform;
    const fd = network.open(2, SOCK_DGRAM, 17);
    network.bind(fd, sockaddr_in("127.0.0.1", 4711), 16);
    imports.onTermination(() => void network.close(fd));
    imports.watch(fd, READY_IN, { notify: boom });
    const sender = ws2.socket(2, SOCK_DGRAM, 0);
    ws2.sendto(sender, new Uint8Array(1), 1, 0, sockaddr_in("127.0.0.1", 4711), 16);
    ws2.closesocket(sender);
  },
};

/** Ways in which a neighbour waits. It must not notice the mistake. */
const WAITS: Readonly<Record<string, (the: Stage) => void>> = {
  WSAWaitForMultipleEvents({ ws2 }) {
    const event = ws2.WSACreateEvent();
    assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], false, 50, false), WSA_WAIT_TIMEOUT);
    ws2.WSACloseEvent(event);
  },
  select({ ws2, client }) {
    assert.equal(ws2.select(0, fd_set(client), null, null, { tv_sec: 0, tv_usec: 50_000 }), 0);
  },
  recv({ ws2, client, server, imports }) {
    imports.runLater(() => void ws2.send(server, new Uint8Array(3), 3, 0), 50);
    assert.equal(ws2.recv(client, new Uint8Array(4), 4, 0), 3);
  },
  turn({ machine, computer }) {
    for (let ms = machine.turn(); ms >= 0; ms = machine.turn()) computer.platform.wait(ms);
  },
};

/** An application's overlapped receive, whose routine throws. */
function receiveBadly(ws2: Program, s: SOCKET, routine: () => void): void {
  const result = ws2.WSARecv(s, [newWSABUF(new Uint8Array(4))], 1, null, ref(0), newWSAOVERLAPPED(), routine);
  assert.deepEqual([result, ws2.WSAGetLastError()], [-1, WSA_IO_PENDING]);
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a provider's callback that throws`, () => {
    for (const [what, ask] of Object.entries(CALLBACKS)) {
      for (const [how, wait] of Object.entries(WAITS)) {
        it(`${what}: is recorded, and a neighbour in ${how} continues`, () => {
          const the = stage(system);
          const { network } = the.computer;
          ask(the);
          wait(the);
          assert.isAtMost(network.now(), 50);
          the.expectRecorded(what.split(" ")[0]);
        });
      }

      it(`${what}: ends the calls that wait inside its DLL with WSASYSCALLFAILURE, and no other`, () => {
        const the = stage(system);
        ask(the);
        assert.equal(the.imports.wait({ ready: () => false }, 50), WSASYSCALLFAILURE);
        assert.equal(the.ws2.send(the.client, new Uint8Array(2), 2, 0), 2);
        assert.equal(the.ws2.recv(the.server, new Uint8Array(4), 4, 0), 2);
      });
    }

    it("does not end a wait inside another DLL of the process, nor one that begins later", () => {
      const computer = new Computer(system);
      const one = new ScriptedProvider();
      const other = new ScriptedProvider({
        ProviderId: "0B5C4A62-98F7-4E58-8A4D-54C4B86E0002",
        path: "other.dll",
        protocols: [protocolOf({ iAddressFamily: SCRIPTED_FAMILY + 1 })],
      });
      for (const provider of [one, other]) provider.install(computer.machine, computer.process());
      const ws2 = computer.program();
      for (const family of [SCRIPTED_FAMILY, SCRIPTED_FAMILY + 1]) ws2.socket(family, SOCK_STREAM, 1);
      one.imports?.runLater(boom, 10);
      assert.equal(other.imports?.wait({ ready: () => false }, 20), WSAETIMEDOUT);
      assert.equal(one.imports?.wait({ ready: () => false }, 20), WSAETIMEDOUT);
    });

    it("an observer of the network is not called again", () => {
      const the = stage(system);
      CALLBACKS.watch(the);
      for (let i = 0; i < 3; i++) the.machine.turn();
      the.expectRecorded("watch");
    });

    it("a callback for the end of the process: the other callbacks run too", () => {
      const the = stage(system);
      let released = 0;
      the.imports.onTermination(boom);
      the.imports.onTermination(() => void released++);
      the.own.terminate();
      assert.equal(released, 1);
      the.expectRecorded("onTermination");
    });

    it("a callback for the end of ws2, called once: the other callbacks run too", () => {
      const the = stage(system);
      let released = 0;
      the.imports.onTermination(boom);
      the.imports.onTermination(() => void released++);
      the.own.WSACleanup();
      the.own.terminate();
      assert.equal(released, 1);
      the.expectRecorded("onTermination");
    });

    it("is attributed once to the DLL that an inner caller has recorded", () => {
      const the = stage(system, {
        slots: {
          WSPBind: () => {
            throw the.imports.exceptions.from("the same", "below.dll", "WSPListen");
          },
          WSPListen: () => {
            throw "the same";
          },
        },
      });
      the.own.bind(the.s, new Uint8Array(16), 16);
      the.own.listen(the.s, 1);
      assert.deepEqual(
        the.machine.records.map(({ args }) => args),
        [
          ["below.dll", "WSPListen", "the same"],
          ["scripted.dll", "WSPListen", "the same"],
        ],
      );
    });

    it("an error whose text cannot be read does not make ws2 throw", () => {
      const the = stage(system);
      the.imports.runLater(() => {
        throw Object.create(null);
      });
      the.machine.turn();
      assert.deepEqual(the.machine.records[0].args, ["scripted.dll", "runLater", "object"]);
    });

    it("running out of memory is passed to the host", () => {
      const { imports, machine } = stage(system);
      imports.runLater(() => {
        throw null;
      });
      assert.throws(() => machine.turn());
    });
  });

  describe(`${system.name}: a completion routine of the application's that throws`, () => {
    const mistake = new Error("the application's mistake");
    const badly = () => {
      throw mistake;
    };
    const thrownBy = (run: () => unknown): unknown => {
      try {
        run();
      } catch (error) {
        return error;
      }
      return null;
    };

    it("throws where it runs, and is not attributed to a provider", () => {
      const { ws2, client, server, machine } = stage(system);
      receiveBadly(ws2, client, badly);
      ws2.send(server, new Uint8Array(2), 2, 0);
      const event = ws2.WSACreateEvent();
      const wait = () => ws2.WSAWaitForMultipleEvents(1, [event], false, WSA_INFINITE, true);
      assert.strictEqual(thrownBy(wait), mistake);
      assert.lengthOf(machine.records, 0);
    });

    it("throws out of a blocking call that it interrupts, through the provider", () => {
      const { ws2, client, server, machine, imports } = stage(system);
      const other = ws2.socket(2, SOCK_DGRAM, 0);
      ws2.bind(other, sockaddr_in("127.0.0.1", 4712), 16);
      receiveBadly(ws2, client, badly);
      imports.runLater(() => void ws2.send(server, new Uint8Array(2), 2, 0), 5);
      assert.strictEqual(
        thrownBy(() => ws2.recv(other, new Uint8Array(4), 4, 0)),
        mistake,
      );
      assert.lengthOf(machine.records, 0);
      // and the next call waits as usual
      imports.runLater(() => void ws2.sendto(client, new Uint8Array(3), 3, 0, null, 0), 5);
      assert.equal(ws2.recv(server, new Uint8Array(4), 4, 0), 3);
    });

    it("does not make a later, equal exception of a provider the application's", () => {
      const throwText = () => {
        throw "the same";
      };
      const the = stage(system, { slots: { WSPListen: throwText } });
      receiveBadly(the.ws2, the.client, throwText);
      the.ws2.send(the.server, new Uint8Array(2), 2, 0);
      const event = the.ws2.WSACreateEvent();
      const wait = () => the.ws2.WSAWaitForMultipleEvents(1, [event], false, WSA_INFINITE, true);
      assert.strictEqual(thrownBy(wait), "the same");
      the.machine.turn();
      assert.equal(the.own.listen(the.s, 1), -1);
      assert.deepEqual(the.machine.records[0].args, ["scripted.dll", "WSPListen", "the same"]);
    });

    it("does not hide a later mistake of a provider", () => {
      const the = stage(system, { slots: { WSPListen: boom } });
      receiveBadly(the.ws2, the.client, badly);
      the.ws2.send(the.server, new Uint8Array(2), 2, 0);
      const event = the.ws2.WSACreateEvent();
      thrownBy(() => the.ws2.WSAWaitForMultipleEvents(1, [event], false, WSA_INFINITE, true));
      assert.equal(the.own.listen(the.s, 1), -1);
      the.expectRecorded("WSPListen");
    });
  });
}

describe("desktop: APCs and files of a provider that throw", () => {
  it("an APC on the application's thread ends the wait as if it had completed, and is recorded", () => {
    const the = stage(DESKTOP);
    const { own, upcalls } = the;
    const thread = { ThreadHandle: null, Reserved: null };
    own.runOn(own.openThread(), () => undefined);
    assert.equal(upcalls.WPUOpenCurrentThread(thread, ref(0)), 0);
    let ran = 0;
    assert.equal(upcalls.WPUQueueApc(thread, boom, 0, ref(0)), 0);
    assert.equal(
      upcalls.WPUQueueApc(thread, () => void ran++, 0, ref(0)),
      0,
    );
    const event = own.WSACreateEvent();
    assert.equal(own.WSAWaitForMultipleEvents(1, [event], false, 50, true), WSA_WAIT_IO_COMPLETION);
    assert.equal(ran, 1);
    the.expectRecorded("WPUQueueApc");
  });

  it("an APC on a thread of the provider's is recorded", () => {
    const the = stage(DESKTOP);
    const { own, upcalls, imports } = the;
    assert.equal(upcalls.WPUQueueApc(imports.worker(), boom, 0, ref(0)), 0);
    const event = own.WSACreateEvent();
    own.WSASetEvent(event);
    assert.equal(own.WSAWaitForMultipleEvents(1, [event], false, 50, true), WSA_WAIT_EVENT_0);
    the.expectRecorded("WPUQueueApc");
  });

  type Files = { kernel32: Record<string, (...args: unknown[]) => unknown> };
  const FILE_CALLS: Readonly<Record<string, (files: Files, handle: number) => unknown>> = {
    ReadFile: ({ kernel32 }, handle) => kernel32.ReadFile(handle, new Uint8Array(4), 4, ref(0), null),
    WriteFile: ({ kernel32 }, handle) => kernel32.WriteFile(handle, new Uint8Array(4), 4, ref(0), null),
    CancelIo: ({ kernel32 }, handle) => !kernel32.CancelIoEx(handle, null),
    CloseHandle: ({ kernel32 }, handle) => kernel32.CloseHandle(handle),
  };
  for (const [what, call] of Object.entries(FILE_CALLS)) {
    it(`a file whose driver throws in ${what} fails that call alone`, () => {
      const the = stage(DESKTOP);
      const before = the.machine.counters.handles;
      const handle = the.imports.createFile({ read: boom, write: boom, cancel: boom, close: boom });
      const isTransfer = what.endsWith("File");
      assert.equal(call(the.own as never, handle), !isTransfer);
      if (isTransfer) assert.equal(the.own.WSAGetLastError(), WSASYSCALLFAILURE);
      the.expectRecorded(what);
      if (what !== "CloseHandle") the.own.terminate();
      assert.isAtMost(the.machine.counters.handles, before);
    });
  }
});
