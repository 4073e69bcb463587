import { assert } from "chai";
import { importsOf } from "#core/providers/imports.js";
import { Computer } from "../fixture/computer.js";
import { shippedProvider } from "../fixture/shipped-slots.js";
import { SYSTEMS } from "../fixture/systems.js";

/** Runs a program as a host does: its jobs, a step, its jobs, …. Returns the number of steps. */
async function runProgram(step: () => boolean): Promise<number> {
  const jobs = () => new Promise((resolve) => setImmediate(resolve));
  let steps = 0;
  for (await jobs(); step(); await jobs()) steps++;
  return steps;
}

async function thrownBy(step: () => boolean): Promise<unknown> {
  try {
    await runProgram(step);
  } catch (error) {
    return error;
  }
  return assert.fail("the program has not failed");
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a program that its host runs step by step`, () => {
    it("ends when main has returned and nothing is due", async () => {
      const { machine } = new Computer(system);
      const seen: unknown[] = [];
      assert.equal(await runProgram(machine.start((its) => void seen.push(its === machine))), 0);
      assert.deepEqual(seen, [true]);
    });

    it("continues after main has returned, as long as work is due", async () => {
      const computer = new Computer(system);
      const { process } = shippedProvider(computer);
      const { runLater } = importsOf(process, "later.dll");
      const seen: string[] = [];
      const step = computer.machine.start(() => runLater(() => void runLater(() => void seen.push("late"), 50), 100));
      assert.isAbove(await runProgram(step), 0);
      assert.deepEqual(seen, ["late"]);
    });

    it("resumes main when its promise settles", async () => {
      const computer = new Computer(system);
      const { process } = shippedProvider(computer);
      const { runLater } = importsOf(process, "later.dll");
      const seen: string[] = [];
      const main = async () => {
        await new Promise<void>((resolve) => runLater(resolve, 100));
        seen.push("first");
        await new Promise<void>((resolve) => runLater(resolve, 100));
        seen.push("second");
      };
      await runProgram(computer.machine.start(main));
      assert.deepEqual(seen, ["first", "second"]);
    });

    it("throws what main rejects with, and what it throws", async () => {
      const { machine } = new Computer(system);
      const mine = new Error("mine");
      assert.equal(await thrownBy(machine.start(() => Promise.reject(mine))), mine);
      assert.equal(await thrownBy(machine.start(() => Promise.reject(undefined))), undefined);
      assert.throws(
        () =>
          machine.start(() => {
            throw mine;
          }),
        mine,
      );
    });

    it("fails, with a record, when main can never settle", async () => {
      const { machine } = new Computer(system);
      assert.match(String(await thrownBy(machine.start(() => new Promise(() => {})))), /main can never settle/);
      assert.deepEqual(
        machine.records.map(({ code }) => code),
        ["main-never-settles"],
      );
    });

    it("reports a blocking call only once main has awaited", async () => {
      const { machine } = new Computer(system);
      const noted = () =>
        machine.records.filter(({ code }) => code === "blocking-under-drive").map(({ args }) => args[0]);
      const ws2 = machine.openProcess();
      ws2.WSAStartup(0x202, {} as never);
      const block = () => void ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 5, false);
      await runProgram(machine.start(block));
      assert.deepEqual(noted(), []);
      await runProgram(
        machine.start(async () => {
          block();
          assert.deepEqual(noted(), []);
          await null;
          block();
          block();
        }),
      );
      assert.deepEqual(noted(), ["WSAWaitForMultipleEvents"]);
    });
  });
}
