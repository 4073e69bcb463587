import {
  Bench,
  CHECKS,
  type Check,
  countingSockets,
  describe as describeSubject,
  failureText,
  loopback,
  type Result,
  runCheck,
  SIMULATED,
  type Subject,
  thirdParty,
} from "@ws2kit/conformance";
import { DEVICE_LIMITS } from "@ws2kit/platform-device";
import { LINUX_LIMITS } from "@ws2kit/platform-node";
import { findRule, RULES, type Rule } from "@ws2kit/rules";
import {
  AF_INET,
  IPPROTO_TCP,
  newWSABUF,
  newWSAOVERLAPPED,
  type Platform,
  ref,
  SOCK_STREAM,
  SOCKADDR_STORAGE_SIZE,
  WSAENETUNREACH,
} from "@ws2kit/spi";
import { expect } from "chai";
import { EVERYTHING } from "../fixture/everything.js";
import type { Narrowing } from "../providers/narrowed.js";
import { LOOPBACK, THIS_MACHINE } from "./places.js";
import { RIGHT } from "./right.js";
import { shippedModule } from "./shipped-module.js";
import { TARGET_NAMES, TARGETS } from "./targets.js";

/** By default, one of this number of checks runs. */
const SAMPLED = 61;

const subjectOn = (target: string, place = LOOPBACK) => ({
  openMachine: TARGETS[target],
  shipped: true,
  seed: 1,
  place,
});

/** Correct providers: they do all that they claim. */
const providers: readonly (readonly [name: string, Narrowing])[] = [
  ["that is the shipped one", (module) => module],
  ...Object.entries(RIGHT).map(([name, [narrow]]) => [`with ${name}`, narrow] as const),
];

function failuresIn(results: readonly Result[]): string[] {
  return results.filter(({ outcome }) => outcome === "fail" || outcome === "broken").map(failureText);
}

function run(subject: Subject, checks: readonly Check[]): Result[] {
  const description = describeSubject(subject);
  return checks.map((check) => runCheck(check, (findRule(check.rule) as Rule).applies, subject, description));
}

const benchOn = (place = LOOPBACK, target = "desktop") => {
  const subject = subjectOn(target, place);
  return new Bench(subject, describeSubject(subject));
};

describe("the place loopback", () => {
  for (const target of EVERYTHING ? TARGET_NAMES : ["desktop", "ce"]) {
    it(`passes the checks that can hold on a real machine, and leaves nothing open, on ${target}`, function () {
      this.timeout(EVERYTHING ? 120_000 : 10_000);
      const checks = CHECKS.filter((_, i) => EVERYTHING || i % SAMPLED === 0);
      const results = run(subjectOn(target), checks);
      expect(failuresIn(results)).to.deep.equal([]);
      const kept = results.filter(
        ({ leaks }) => leaks !== null && leaks.handles + leaks.sockets + leaks.operations > 0,
      );
      expect(kept.map(({ id, leaks }) => ({ id, leaks }))).to.deep.equal([]);
      const passed = results.filter(({ outcome }) => outcome === "pass").length;
      expect(passed).to.be.at.least(results.length / 2);
    });
  }

  if (EVERYTHING) {
    for (const [name, narrow] of providers) {
      it(`passes the checks of a provider's file ${name}`, function () {
        this.timeout(120_000);
        const subject = thirdParty(TARGETS.desktop, narrow(shippedModule("desktop")), 1, LOOPBACK);
        expect(failuresIn(run(subject, CHECKS))).to.deep.equal([]);
      });
    }
  }

  it("skips a check whose needs it lacks, with the reason", () => {
    const [result] = run(subjectOn("desktop"), [
      { rule: "bind/twice", needs: ["virtual time", "host names"], run() {} },
    ]);
    expect(result).to.include({
      outcome: "not-applicable",
      what: "the place loopback has no virtual time, no host names",
    });
  });

  it("skips a check that uses a facility outside its needs, with the reason", () => {
    const check: Check = { rule: "bind/twice", run: (bench) => bench.network.down("alpha") };
    const [result] = run(subjectOn("desktop"), [check]);
    expect(result).to.include({ outcome: "not-applicable", what: "the place loopback has no network control" });
  });

  it("skips a rule of a documented limit, with the limit", () => {
    const [result] = run(subjectOn("desktop"), [{ rule: "closesocket/linger", run() {} }]);
    expect(result.outcome).to.equal("not-applicable");
    expect(result.what).to.match(/^the place loopback has a limit: SO_LINGER: closesocket does not wait/);
  });

  it("has two hosts at one address, of which one runs while the other waits", () => {
    const bench = benchOn(LOOPBACK, "ce");
    const [near, far] = [bench.program(), bench.neighbour.program()];
    expect(bench.neighbour).to.not.equal(bench.machine);
    expect(bench.neighbour.address).to.equal(bench.machine.address);
    const { s, name } = near.boundDatagram();
    // the far host answers in a completion routine: it runs while the near host waits
    const other = far.boundDatagram();
    const answer = () => void far.sendTo(other.s, new Uint8Array([7]), name);
    const overlapped = newWSAOVERLAPPED();
    far.ws2.WSARecv(other.s, [newWSABUF(new Uint8Array(1))], 1, null, ref(0), overlapped, answer);
    near.must(near.sendTo(s, new Uint8Array([1]), other.name));
    expect(near.receive(s)).to.deep.equal(new Uint8Array([7]));
    expect(bench.close()).to.deep.equal({ handles: 0, sockets: 0, operations: 0 });
  });

  it("counts the open sockets of each host", () => {
    const bench = benchOn();
    const near = bench.program();
    const { s: listener, name } = near.listener();
    const s = near.stream();
    near.must(near.connect(s, name));
    const peer = near.must(near.ws2.accept(listener, null, null));
    expect(bench.machine.platform.openSockets).to.equal(3);
    expect(bench.neighbour.platform.openSockets).to.equal(0);
    for (const socket of [s, peer, listener]) near.must(near.ws2.closesocket(socket));
    expect(bench.machine.platform.openSockets).to.equal(0);
    bench.close();
  });

  it("ends an unlimited wait when the check's patience is used up", () => {
    const bench = benchOn(loopback({ ...THIS_MACHINE, patience: 50 }));
    const program = bench.program();
    const { s } = program.boundDatagram();
    expect(program.receive(s)).to.equal(null);
    bench.close();
  });

  it("counts the open sockets of a platform that does not count them", () => {
    const { openSockets, ...platform } = THIS_MACHINE.openPlatform();
    expect(openSockets).to.equal(0);
    const counting = countingSockets(platform);
    const { network } = counting;
    const fd = network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    expect(network.open(99, SOCK_STREAM, IPPROTO_TCP)).to.be.lessThan(0);
    expect(network.accept(fd, new Uint8Array(SOCKADDR_STORAGE_SIZE))).to.be.lessThan(0);
    expect(counting.openSockets).to.equal(1);
    network.close(fd);
    expect(counting.openSockets).to.equal(0);
  });

  it("counts the sockets of a class with private members, and reads tls only when it is used", () => {
    class Descriptors {
      #next = 3;
      open() {
        return this.#next++;
      }
      close() {
        return 0;
      }
      poll() {
        return this.#next;
      }
    }
    let reads = 0;
    class ClassPlatform {
      readonly network = Object.freeze(new Descriptors());
      #clock = 7;
      get tls() {
        reads++;
        return undefined;
      }
      now() {
        return this.#clock;
      }
    }
    const counting = countingSockets(new ClassPlatform() as unknown as Platform);
    expect(reads).to.equal(0);
    expect(counting.now()).to.equal(7);
    const network = counting.network as unknown as Descriptors;
    expect(counting.network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP)).to.equal(3);
    expect(network.poll()).to.equal(4);
    expect(counting.openSockets).to.equal(1);
    counting.network.close(3);
    expect(counting.openSockets).to.equal(0);
    expect(counting.tls).to.equal(undefined);
    expect(reads).to.equal(1);
    // as a check of a failure replaces a function of the network
    counting.network.listen = () => -WSAENETUNREACH;
    expect(counting.network.listen(3, 1)).to.equal(-WSAENETUNREACH);

    const openPlatform = () => counting;
    const platform = loopback({ ...THIS_MACHINE, openPlatform })
      .openSite(1)
      .openPlatform("near", {});
    expect(reads).to.equal(1);
    expect(platform.now()).to.equal(7);
    platform.network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    expect(platform.openSockets).to.equal(1);
  });

  it("accepts a duration within its tolerance, and the simulated place only the exact one", () => {
    const at = (place: typeof LOOPBACK, now: number) => {
      const bench = benchOn({ ...place, openSite: (seed) => Object.assign(place.openSite(seed), { now: () => now }) });
      return () => bench.took(0, 250, "the wait");
    };
    expect(at(SIMULATED, 250)).to.not.throw();
    expect(at(SIMULATED, 251)).to.throw("the wait");
    const { early, late } = LOOPBACK.tolerance;
    expect(at(LOOPBACK, 250 - early)).to.not.throw();
    expect(at(LOOPBACK, 250 + late)).to.not.throw();
    expect(at(LOOPBACK, 249 - early)).to.throw("the wait");
    expect(at(LOOPBACK, 251 + late)).to.throw("the wait");
  });
});

describe("the limits of Linux and of devices", () => {
  const limits: readonly string[] = [...LINUX_LIMITS, ...DEVICE_LIMITS].flatMap(({ rules }) => rules);

  it("name rules", () => {
    expect(limits.filter((id) => !RULES.some((rule) => rule.id === id))).to.deep.equal([]);
  });
});
