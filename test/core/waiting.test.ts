import {
  DWORD,
  fd_set,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  type Waitable,
  WSAEINPROGRESS,
  WSAENETDOWN,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { importsOf } from "#core/providers/imports.js";
import { Computer } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { shippedProvider } from "../fixture/shipped-slots.js";
import { SYSTEMS, type System } from "../fixture/systems.js";

const never: Waitable = { ready: () => false };

/** A process, and the imports with which its providers wait. */
function waiter(system: System) {
  const computer = new Computer(system);
  const provider = new ScriptedProvider();
  provider.install(computer.machine, computer.process());
  const ws2 = computer.program();
  ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
  if (provider.imports === null) throw new Error("the provider was not loaded");
  return { computer, ws2, imports: provider.imports };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: waiting`, () => {
    it("lasts its full time in virtual time, and needs no real time", () => {
      const { computer, ws2 } = waiter(system);
      const s = ws2.socket(2, SOCK_DGRAM, 0);
      ws2.bind(s, sockaddr_in("127.0.0.1", 4000), 16);
      ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(60_000), 4);
      const begin = computer.network.now();
      assert.equal(ws2.recv(s, new Uint8Array(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAETIMEDOUT);
      assert.equal(computer.network.now() - begin, 60_000);
      assert.equal(ws2.select(0, fd_set(s), null, null, { tv_sec: 3600, tv_usec: 500_000 }), 0);
      assert.equal(computer.network.now() - begin, 60_000 + 3_600_500);
    });

    it("wait-forever: a wait that no event can end fails with WSAENETDOWN at once, and a record lists the waits", () => {
      const { computer, ws2 } = waiter(system);
      const { client } = conversation(ws2);
      assert.equal(ws2.recv(client, new Uint8Array(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAENETDOWN);
      const { code, args } = computer.machine.records[computer.machine.records.length - 1];
      assert.equal(code, "wait-forever");
      assert.match(String(args[0]), /^process \d+ thread 1 in recv$/);
    });

    it("waiting/nested-on-one-thread: a second wait on the same thread is WSAEINPROGRESS", () => {
      const { ws2, imports } = waiter(system);
      let nested = 0;
      const what = {
        ready() {
          nested = imports.wait(never, 10);
          return true;
        },
      };
      assert.equal(imports.wait(what, 1000), 0);
      assert.equal(nested, WSAEINPROGRESS);
      assert.equal(imports.wait(never, 5), WSAETIMEDOUT, "the thread can wait again");
      assert.equal(ws2.WSACleanup(), 0);
    });

    it("on another thread may nest, and the outer wait returns after the inner one", () => {
      const { ws2, imports, computer } = waiter(system);
      const thread = ws2.openThread();
      const order: string[] = [];
      let inner = -1;
      const what = {
        ready() {
          if (inner < 0) {
            inner = ws2.runOn(thread, () => imports.wait(never, 500));
            order.push("inner");
          }
          return true;
        },
      };
      assert.equal(imports.wait(what, 10), 0);
      order.push("outer");
      assert.equal(inner, WSAETIMEDOUT);
      assert.deepEqual(order, ["inner", "outer"]);
      assert.equal(computer.network.now(), 500);
    });

    it("cannot be cancelled if no wait is pending", () => {
      const { imports } = waiter(system);
      assert.isFalse(imports.cancelWait());
    });

    it("cannot be cancelled by another DLL than the DLL that waits", () => {
      const { process } = shippedProvider(new Computer(system));
      const [own, other] = [importsOf(process, "own.dll"), importsOf(process, "other.dll")];
      let answer: boolean | null = null;
      const what = {
        ready() {
          answer ??= other.cancelWait();
          return true;
        },
      };
      assert.equal(own.wait(what, -1), 0);
      assert.isFalse(answer);
    });

    it("ends with WSAEINTR if the provider cancels it", () => {
      const { imports } = waiter(system);
      const what = {
        ready() {
          imports.cancelWait();
          return false;
        },
      };
      assert.equal(imports.wait(what, -1), 10004);
    });

    it("stores the last error of each thread separately", () => {
      const { ws2 } = waiter(system);
      const thread = ws2.openThread();
      ws2.WSASetLastError(1);
      ws2.runOn(thread, () => ws2.WSASetLastError(2));
      assert.equal(ws2.WSAGetLastError(), 1);
      assert.equal(
        ws2.runOn(thread, () => ws2.WSAGetLastError()),
        2,
      );
    });
  });
}
