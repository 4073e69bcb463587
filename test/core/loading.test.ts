import {
  INVALID_SOCKET,
  MAKEWORD,
  SOCK_STREAM,
  WSAEINVALIDPROCTABLE,
  WSAEINVALIDPROVIDER,
  WSAEPROVIDERFAILEDINIT,
  WSASYSNOTREADY,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { SCRIPTED_FAMILY, type Script, ScriptedProvider } from "../fixture/scripted-provider.js";
import { SYSTEMS, type System } from "../fixture/systems.js";

const boom = (): never => {
  throw new Error("boom");
};

/** Providers that fail to load: the code, the log record, and the calls that each receives. */
interface Case {
  readonly what: string;
  readonly script: Script;
  readonly code: number;
  readonly record: string;
  readonly calls: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: "WSPStartup throws",
    script: { startup: boom },
    code: WSAEPROVIDERFAILEDINIT,
    record: "provider-failed-init",
    calls: ["WSPStartup"],
  },
  {
    what: "WSPStartup fails",
    script: { startup: () => WSASYSNOTREADY },
    code: WSAEPROVIDERFAILEDINIT,
    record: "provider-failed-init",
    calls: ["WSPStartup"],
  },
  {
    what: "it settles on another version",
    script: { version: MAKEWORD(2, 1) },
    code: WSAEINVALIDPROVIDER,
    record: "provider-version",
    calls: ["WSPStartup", "WSPCleanup"],
  },
  {
    what: "it leaves a slot empty",
    script: { empty: ["WSPStringToAddress"] },
    code: WSAEINVALIDPROCTABLE,
    record: "provider-empty-slot",
    calls: ["WSPStartup", "WSPCleanup"],
  },
  {
    what: "it settles on another version, leaves its WSPCleanup empty and all else too",
    script: { version: MAKEWORD(1, 1), empty: ["WSPCleanup"] },
    code: WSAEINVALIDPROVIDER,
    record: "provider-version",
    calls: ["WSPStartup"],
  },
];

/** A machine with an installed provider, and a program that opens one of its sockets. */
function ask(system: System, provider: ScriptedProvider) {
  const computer = new Computer(system);
  provider.install(computer.machine, computer.process());
  const ws2 = computer.program();
  const s = ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
  return { computer, ws2, s, code: ws2.WSAGetLastError() };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a provider that cannot be loaded:`, () => {
    for (const { what, script, code, record, calls } of CASES) {
      it(`${what}`, () => {
        const provider = new ScriptedProvider(script);
        const asked = ask(system, provider);
        assert.equal(asked.s, INVALID_SOCKET);
        assert.equal(asked.code, code);
        assert.deepEqual(asked.computer.recorded, [record]);
        assert.deepEqual(provider.calls, calls);
      });
    }

    it("its module is missing", () => {
      const computer = new Computer(system);
      const provider = new ScriptedProvider();
      provider.install({ installModule: () => undefined }, computer.process());
      const ws2 = computer.program();
      assert.equal(ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSAEPROVIDERFAILEDINIT);
      assert.deepEqual(computer.recorded, ["module-missing"]);
    });

    it("its module throws", () => {
      const computer = new Computer(system);
      new ScriptedProvider().install(
        { installModule: (path) => computer.machine.installModule(path, boom) },
        computer.process(),
      );
      const ws2 = computer.program();
      assert.equal(ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSAEPROVIDERFAILEDINIT);
      assert.deepEqual(computer.recorded, ["module-threw", "module-missing"]);
    });

    it("its WSPCleanup throws too", () => {
      const slots = { WSPCleanup: boom };
      const { code, computer } = ask(system, new ScriptedProvider({ version: MAKEWORD(1, 1), slots }));
      assert.equal(code, WSAEINVALIDPROVIDER);
      assert.deepEqual(computer.recorded, ["provider-version", "provider-threw"]);
    });

    it("it is tried again by the next call", () => {
      let isReady = false;
      const provider = new ScriptedProvider({ startup: () => (isReady ? 0 : WSASYSNOTREADY) });
      const { ws2 } = ask(system, provider);
      isReady = true;
      assert.notEqual(ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1), INVALID_SOCKET);
    });
  });

  describe(`${system.name}: slots 4 and 15`, () => {
    it(system.name === "desktop" ? "must be filled" : "may be empty", () => {
      for (const slot of ["WSPCancelBlockingCall", "WSPGetQOSByName"] as const) {
        const { s, code } = ask(system, new ScriptedProvider({ empty: [slot] }));
        if (system.name !== "desktop") assert.notEqual(s, INVALID_SOCKET);
        else assert.equal(code, WSAEINVALIDPROCTABLE);
      }
    });
  });

  describe(`${system.name}: an engine that is out of memory`, () => {
    it("is passed on to the host, wherever it occurs", () => {
      const exhausted = (): never => {
        throw new Error("out of memory");
      };
      const memory = "out of memory";
      assert.throws(() => ask(system, new ScriptedProvider({ startup: exhausted })), memory);
      assert.throws(() => ask(system, new ScriptedProvider({ slots: { WSPSocket: exhausted } })), memory);
      const speechless = (): never => {
        // QuickJS throws null where there is no memory left even for an error
        throw null;
      };
      let thrown: unknown = "nothing";
      try {
        ask(system, new ScriptedProvider({ slots: { WSPSocket: speechless } }));
      } catch (error) {
        thrown = error;
      }
      assert.isNull(thrown);
      const { ws2, s } = ask(system, new ScriptedProvider({ slots: { WSPCleanup: exhausted, WSPSend: exhausted } }));
      assert.throws(() => ws2.send(s, new Uint8Array(1), 1, 0), memory);
      assert.throws(() => ws2.WSACleanup(), memory);
      ws2.terminate();
      const computer = new Computer(system);
      new ScriptedProvider().install(
        { installModule: (path) => computer.machine.installModule(path, exhausted) },
        computer.process(),
      );
      assert.throws(() => computer.program().socket(SCRIPTED_FAMILY, SOCK_STREAM, 1), memory);
      const trap = new Proxy({}, { get: exhausted });
      assert.throws(() => computer.program().select(0, trap as never, null, null, null), memory);
    });
  });
}
