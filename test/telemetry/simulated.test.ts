import { listTargets } from "@ws2kit/build";
import { assert } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import { type Scenario, simulate, telemetry } from "./simulation.js";

const READINGS = 60;
const ALL = Array.from({ length: READINGS }, (_, i) => i + 1);

/** The numbers of the readings that a broker has, once each. */
const once = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);

/** The program is the same for all. */
const TARGETS = EVERYTHING ? listTargets(import.meta.dirname) : ["ce"];

for (const target of TARGETS) {
  describe(`telemetry on ${target}, in virtual time`, function () {
    this.timeout(30_000);
    let firmware: Awaited<ReturnType<typeof telemetry>>;
    before(async () => {
      firmware = await telemetry(target, {
        broker: { host: "10.0.0.1", port: 1883, user: "", password: "" },
        readings: READINGS,
        outbox: 50,
        keepAlive: 3,
        patience: 2000,
        retry: { first: 500, longest: 8000 },
      });
    });
    const run = (scenario: Scenario, seed = 1) => simulate(firmware, seed, scenario);
    const running: Scenario = (broker) => ({ 0: () => broker.start() });

    it("delivers every reading, once and in order, and sends DISCONNECT", () => {
      const { broker, last } = run(running);
      assert.deepEqual(broker.acknowledged, ALL);
      assert.deepEqual(broker.heard, ["connect", "disconnect"]);
      assert.match(last, / done; measured=60 acknowledged=60 waiting=0 dropped=0 connections=1$/);
    });

    it("stores readings without a broker, and delivers them later", () => {
      const { broker, lines } = run((b) => ({ 10000: () => b.start() }));
      assert.deepEqual(broker.acknowledged, ALL);
      assert.match(lines[0], /no broker \(connect: error 10061\), next attempt in \d+ ms/);
    });

    it("drops and counts the oldest when the outbox is full, and delivers all the others", () => {
      const { broker, last } = run((b) => ({ 70000: () => b.start() }));
      const { acknowledged, dropped } = figuresOf(last);
      assert.equal(dropped, 10);
      assert.equal(acknowledged, READINGS - dropped);
      assert.deepEqual(broker.acknowledged, ALL.slice(dropped));
    });

    it("loses nothing when the broker fails before it acknowledges, and restarts", () => {
      const { broker, last } = run((b) => ({
        0: () => {
          b.readingsToLive = 7;
          b.start();
        },
        12000: () => b.start(),
        30500: () => b.crash(),
        36000: () => b.start(),
      }));
      assert.deepEqual(once(broker.acknowledged), ALL);
      assert.include(broker.duplicates, 7);
      assert.match(last, /acknowledged=60 waiting=0 dropped=0 connections=3$/);
    });

    it("disconnects from a broker that accepts and never answers, and tries again after increasing times", () => {
      const { broker, lines } = run((b) => ({
        0: () => {
          b.isMute = true;
          b.start();
        },
        20000: () => {
          b.isMute = false;
        },
      }));
      assert.match(lines[0], /^2\d{3} no broker \(silent for 2000 ms\), next attempt in \d+ ms/);
      assert.isAtLeast(broker.heard.filter((type) => type === "connect").length, 3);
      assert.deepEqual(once(broker.acknowledged), ALL.slice(figuresOf(lines[lines.length - 1]).dropped));
    });

    it("detects a half-open connection by the missing answer", () => {
      const { broker, lines } = run((b, network) => ({
        0: () => b.start(),
        10500: () => network.link("device", "broker", { path: "silent" }),
        21000: () => network.link("device", "broker", { path: "open" }),
      }));
      assert.match(lines[1], /^13\d{3} no broker \(silent for 2000 ms\)/);
      assert.deepEqual(once(broker.acknowledged), ALL);
    });

    it("backs off from a broker that refuses it, and logs the reason", () => {
      const { broker, lines } = run((b) => ({
        0: () => {
          b.refusal = 4;
          b.start();
        },
        6000: () => {
          b.refusal = 0;
        },
      }));
      const refusals = lines.filter((line) => line.includes("(it refuses user or password)"));
      assert.isAtLeast(refusals.length, 3);
      assert.deepEqual(broker.acknowledged, ALL);
    });

    for (let seed = 1; seed <= 10; seed++) {
      it(`loses nothing, wherever the broker breaks down (seed ${seed})`, () => {
        // each seed chooses the readings and pauses; the outbox has room for all readings of a pause
        const life = (n: number) => 1 + ((seed * 7 + n * 3) % 9);
        const { broker, last } = run((b) => {
          const begin = (readings: number) => () => {
            b.crash();
            b.readingsToLive = readings;
            b.start();
          };
          const plan: Record<number, () => void> = { 0: begin(life(0)) };
          for (let n = 1; n <= 6; n++) plan[n * 8_000 + seed * 37] = begin(n === 6 ? Infinity : life(n));
          return plan;
        }, seed);
        assert.deepEqual(once(broker.acknowledged), ALL);
        assert.match(last, /acknowledged=60 waiting=0 dropped=0/);
      });
    }
  });
}

function figuresOf(line: string): Record<string, number> {
  return Object.fromEntries([...line.matchAll(/(\w+)=(\d+)/g)].map(([, name, value]) => [name, Number(value)]));
}
