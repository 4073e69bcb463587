import { WSA_INVALID_EVENT, type WSAEVENT } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { SYSTEMS } from "../fixture/systems.js";

for (const system of SYSTEMS) {
  describe(`${system.name}: routines that follow signals and time`, () => {
    function subject() {
      const computer = new Computer(system);
      const ws2 = computer.program();
      return {
        ...computer,
        computer,
        machine: computer.machine,
        ws2,
        event: ws2.WSACreateEvent(),
        runs: [] as string[],
      };
    }

    it("run in the next turn, never inside the call that signals, and once for all signals until then", () => {
      const { machine, ws2, event, runs } = subject();
      assert.isTrue(ws2.onSignal(event, () => void runs.push("signal")));
      assert.equal(machine.turn(), -1);
      ws2.WSASetEvent(event);
      ws2.WSASetEvent(event);
      assert.deepEqual(runs, []);
      assert.equal(machine.dueIn, 0);
      machine.turn();
      assert.deepEqual(runs, ["signal"]);
      ws2.WSASetEvent(event);
      machine.turn();
      assert.deepEqual(runs, ["signal", "signal"]);
    });

    it("run for an event that is signalled already, and though it is reset before the turn", () => {
      const { machine, ws2, event, runs } = subject();
      ws2.WSASetEvent(event);
      ws2.onSignal(event, () => void runs.push("signal"));
      ws2.WSAResetEvent(event);
      machine.turn();
      assert.deepEqual(runs, ["signal"]);
    });

    it("do not run once the event is closed, or has another routine or no routine", () => {
      const { machine, ws2, event, runs } = subject();
      const closed = ws2.WSACreateEvent();
      for (const each of [event, closed]) ws2.onSignal(each, () => void runs.push("first"));
      for (const each of [event, closed]) ws2.WSASetEvent(each);
      ws2.WSACloseEvent(closed);
      ws2.onSignal(event, () => void runs.push("second"));
      machine.turn();
      assert.deepEqual(runs, ["second"]);
      ws2.onSignal(event, null);
      ws2.WSASetEvent(event);
      machine.turn();
      assert.deepEqual(runs, ["second"]);
    });

    it("are refused for a handle that is not an event", () => {
      const { ws2 } = subject();
      const nothing = () => assert.fail("there is nothing to follow");
      for (const hEvent of [WSA_INVALID_EVENT, 4444 as WSAEVENT, "x" as never]) {
        assert.isFalse(ws2.onSignal(hEvent, nothing));
      }
    });

    it("run after a time, in order, on the first thread, unless they are cancelled", () => {
      const { machine, computer, ws2, runs } = subject();
      ws2.after(20, () => void runs.push(`second at ${computer.platform.now()}`));
      ws2.after(10, () => void runs.push(`first at ${computer.platform.now()}`));
      const cancel = ws2.after(5, () => void runs.push("cancelled"));
      cancel();
      cancel();
      assert.equal(machine.turn(), 10);
      machine.run();
      assert.deepEqual(runs, ["first at 10", "second at 20"]);
      assert.equal(machine.turn(), -1);
    });

    it("do not run once their process has ended", () => {
      const { machine, ws2, event, runs } = subject();
      ws2.onSignal(event, () => void runs.push("signal"));
      ws2.after(10, () => void runs.push("time"));
      ws2.WSASetEvent(event);
      ws2.terminate();
      machine.run();
      assert.deepEqual(runs, []);
    });

    it("throw to the code that runs the machine, and are not attributed to a provider", () => {
      const { machine, computer, ws2, event } = subject();
      const mine = new Error("mine");
      ws2.onSignal(event, () => {
        throw mine;
      });
      ws2.WSASetEvent(event);
      assert.throws(() => machine.turn(), mine);
      assert.deepEqual(computer.recorded, []);
    });
  });
}
