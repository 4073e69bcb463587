import { FD_CLR, FD_ISSET, FD_SET, FD_ZERO, fd_set, type SOCKET } from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";

const socket = fc.integer({ min: 1, max: 12 }).map((index) => (index * 4) as SOCKET);
const step = fc.record({ kind: fc.constantFrom("set", "set", "clear", "zero"), s: socket });

describe("fd_set", () => {
  it("agrees with a list without duplicates after any setting, clearing and emptying", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
        const set = fd_set();
        let model: SOCKET[] = [];
        for (const { kind, s } of steps) {
          if (kind === "set") {
            FD_SET(s, set);
            if (!model.includes(s)) model.push(s);
          } else if (kind === "clear") {
            FD_CLR(s, set);
            model = model.filter((one) => one !== s);
          } else {
            FD_ZERO(set);
            model = [];
          }
          assert.equal(set.fd_count, model.length);
          assert.deepEqual(set.fd_array.slice(0, set.fd_count), model);
          assert.equal(FD_ISSET(s, set), model.includes(s));
        }
      }),
    );
  });

  it("has no limit of 64", () => {
    const set = fd_set();
    for (let s = 4; s <= 4000; s += 4) FD_SET(s as SOCKET, set);
    assert.equal(set.fd_count, 1000);
  });

  it("counts only the sockets before fd_count", () => {
    const set = fd_set(4 as SOCKET, 8 as SOCKET);
    set.fd_count = 1;
    assert.isFalse(FD_ISSET(8 as SOCKET, set));
    FD_CLR(8 as SOCKET, set);
    assert.equal(set.fd_count, 1);
  });
});
