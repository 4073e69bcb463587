import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { DESKTOP } from "../fixture/systems.js";

describe("routines that are due at once", () => {
  it("all run, though they are more than a call accepts arguments", function () {
    this.timeout(180_000);
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program();
    let runs = 0;
    for (let i = 0; i < 150_000; i++) ws2.after(0, () => void runs++);
    while (computer.machine.dueIn === 0) computer.machine.turn();
    assert.equal(runs, 150_000);
  });
});
