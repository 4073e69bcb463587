import { drive } from "@ws2kit/core";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { DWORD, ref, SO_RCVTIMEO, SOL_SOCKET } from "@ws2kit/spi";
import { assert } from "chai";
import { importsOf } from "#core/providers/imports.js";
import { Computer } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { shippedProvider } from "../fixture/shipped-slots.js";
import { SYSTEMS } from "../fixture/systems.js";

/** A machine with a process whose callbacks can be posted. */
function withCallbacks(computer: Computer) {
  const { process } = shippedProvider(computer);
  const imports = importsOf(process, "callbacks.dll");
  return { process, imports, post: imports.runLater };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a machine that is turned, run or driven`, () => {
    it("turn runs due callbacks in order, then the callbacks that these add", () => {
      const computer = new Computer(system);
      const { machine } = computer;
      const { post } = withCallbacks(computer);
      const order: string[] = [];
      post(() => {
        order.push("first");
        post(() => void order.push("later"));
      });
      post(() => void order.push("second"));
      assert.isTrue(machine.busy);
      assert.equal(machine.turn(), -1);
      assert.deepEqual(order, ["first", "second", "later"]);
      assert.isFalse(machine.busy);
    });

    it("turn returns although callbacks add others for ever, and reports that it is due again at once", () => {
      const computer = new Computer(system);
      const { machine } = computer;
      const { post } = withCallbacks(computer);
      let runs = 0;
      const again = () => {
        runs++;
        post(again);
      };
      post(again);
      assert.equal(machine.turn(), 0);
      assert.isAtLeast(runs, 2);
      assert.isTrue(machine.busy);
    });

    it("run continues until no work is left", () => {
      const computer = new Computer(system);
      const { post } = withCallbacks(computer);
      let left = 5;
      const again = () => {
        if (--left > 0) post(again);
      };
      post(again);
      computer.machine.run();
      assert.equal(left, 0);
    });

    it("turn returns when the next timed callback is due, and a wait runs it on time and in order", () => {
      const computer = new Computer(system);
      const { machine, platform } = computer;
      const { imports } = withCallbacks(computer);
      const ran: [string, number][] = [];
      const later = (name: string, ms: number) => imports.runLater(() => void ran.push([name, platform.now()]), ms);
      later("third", 30);
      later("first", 10);
      later("second", 10);
      assert.equal(machine.turn(), 10);
      assert.equal(imports.wait({ ready: () => ran.length === 2 }, -1), 0);
      assert.equal(machine.turn(), 20);
      machine.run();
      assert.deepEqual(ran, [
        ["first", 10],
        ["second", 10],
        ["third", 30],
      ]);
      assert.equal(machine.turn(), -1);
    });

    it("a timed callback runs while another machine of the simulation waits, and not once its process has ended", () => {
      const network = memoryNetwork();
      const [near, far] = [new Computer(system, { network }), new Computer(system, { network })];
      const waiting = withCallbacks(near);
      const [busy, ended] = [withCallbacks(far), withCallbacks(far)];
      let sum = 0;
      const add = (count: number) => () => {
        sum += count;
      };
      busy.imports.runLater(add(1), 50);
      ended.imports.runLater(add(100), 20);
      ended.process.terminate();
      const code = waiting.imports.wait({ ready: () => sum > 0 }, -1);
      assert.deepEqual([code, sum, near.platform.now()], [0, 1, 50]);
    });

    it("callbacks run on a thread of their provider", () => {
      const computer = new Computer(system);
      const { process, imports, post } = withCallbacks(computer);
      let seen: unknown = null;
      post(() => {
        seen = process.thread;
      });
      computer.machine.turn();
      assert.strictEqual(seen, imports.worker().ThreadHandle);
      assert.notStrictEqual(process.thread, seen);
    });

    it("drive turns until it is stopped, and names each call that blocks once", async () => {
      const computer = new Computer(system);
      let rounds = 0;
      const machine = system.openMachine({
        platform: {
          ...computer.platform,
          waitAsync: async () => {
            if (++rounds === 3) running.stop();
          },
        },
      });
      const running = drive(machine);
      assert.isTrue(machine.driven);
      const ws2 = machine.openProcess();
      ws2.WSAStartup(0x202, {} as never);
      const { client } = conversation(ws2);
      ws2.setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, DWORD(10), 4);
      for (let i = 0; i < 2; i++) ws2.recv(client, new Uint8Array(1), 1, 0);
      for (let i = 0; i < 2; i++) ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 5, false);
      ws2.getaddrinfo("peer.example", null, null, ref(null));
      const noted = machine.records.filter(({ code }) => code === "blocking-under-drive").map(({ args }) => args[0]);
      assert.deepEqual(noted, ["connect", "recv", "WSAWaitForMultipleEvents", "getaddrinfo"]);
      await running.stopped;
      assert.equal(rounds, 3);
      assert.isFalse(machine.driven);
    });

    it("drive lets the host's loop run before each turn, also before those that a wake-up begins", async () => {
      const computer = new Computer(system);
      const waitAsync = (ms: number) =>
        new Promise<void>((resolve) => {
          if (ms === 0) setImmediate(resolve);
        });
      const machine = system.openMachine({ platform: { ...computer.platform, waitAsync } });
      const ws2 = machine.openProcess();
      const running = drive(machine);
      const order: string[] = [];
      await new Promise<void>((resolve) => {
        const again = () => {
          order.push("turn");
          setImmediate(() => order.push("host"));
          // as a continuation of a promise does, once the machine sleeps
          queueMicrotask(() => ws2.after(0, order.length < 8 ? again : resolve));
        };
        ws2.after(0, again);
      });
      running.stop();
      ws2.after(0, () => {});
      await running.stopped;
      assert.deepEqual(order.slice(0, 8), Array.from({ length: 4 }, () => ["turn", "host"]).flat());
    });

    it("drive needs a platform that can be waited for", () => {
      const { machine } = new Computer(system);
      assert.throws(() => drive(machine), TypeError, "call machine.run() instead");
    });
  });
}
