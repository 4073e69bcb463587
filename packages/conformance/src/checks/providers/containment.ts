import { ref, type SlotName, type SOCKET, SOCKET_ERROR, setErrno, WSAEACCES, WSASYSCALLFAILURE } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { SLOT_USERS, type SlotUser } from "../../bench/slot-users.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A program with a socket of a stub. From then on, one slot of the stub is `answer`. */
function withSlot(bench: Bench, slot: SlotName, answer: (...args: unknown[]) => unknown) {
  let armed = false;
  const stub: StubProvider = new StubProvider(
    {
      slots: {
        [slot]: (...args: unknown[]) => {
          if (armed) return answer(...args);
          return stub.upcalls.WPUCreateSocketHandle(stub.startups[0].info.dwCatalogEntryId, {}, ref(0));
        },
      },
    },
    bench.trace,
  );
  bench.machine.install(stub);
  const program = bench.program();
  const s = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  armed = true;
  return { stub, program, s };
}

/** Expects that a call of `user` fails, and that a log record names the provider and the slot. */
function blames(program: Program, stub: StubProvider, s: SOCKET, { slot, call }: SlotUser): void {
  program.fails(call(program, s), WSASYSCALLFAILURE);
  const [record] = program.host.recorded("provider-threw");
  equal(record?.[0], stub.path, "the provider that the log record names");
  equal(record?.[1], slot, "the slot that the log record names");
  program.works(program.socket(), "another provider's call afterwards");
}

const throwing: readonly Check[] = SLOT_USERS.map((user) => ({
  rule: "containment/slot-throws",
  of: user.name,
  run(bench) {
    const { stub, program, s } = withSlot(bench, user.slot, () => {
      throw new Error("a bug of the provider's");
    });
    blames(program, stub, s, user);
  },
}));

/** Values that no slot may return. */
const NO_RESULTS: readonly unknown[] = [undefined, null, "0", {}, 1.5, NaN, -2, 2 ** 31];

/** Slots that return a BOOL or a socket, or that end the socket. */
const NO_COUNT: readonly SlotName[] = [
  "WSPGetOverlappedResult",
  "WSPSocket",
  "WSPAccept",
  "WSPJoinLeaf",
  "WSPCloseSocket",
];

const badResults: readonly Check[] = SLOT_USERS.filter(({ slot }) => !NO_COUNT.includes(slot)).map((user) => ({
  rule: "containment/bad-result",
  of: user.name,
  run(bench) {
    let result: unknown = 0;
    const { stub, program, s } = withSlot(bench, user.slot, () => result);
    for (result of NO_RESULTS) blames(program, stub, s, user);
    equal(bench.machine.recorded("provider-threw").length, NO_RESULTS.length, "the log records");
  },
}));

/** Slots that return a value that is not a socket of this process. */
const STRAY: Readonly<Record<string, () => unknown>> = {
  "a number of its own": () => 0x7ffffffc,
  zero: () => 0,
  "no number": () => ({}),
  nothing: () => undefined,
};

const stray: readonly Check[] = (["WSPSocket", "WSPAccept"] as const).flatMap((slot) =>
  Object.entries(STRAY).map(([of, answer]) => ({
    rule: "containment/stray-socket" as const,
    of: `${slot}, ${of}`,
    run(bench: Bench) {
      const { stub, program, s } = withSlot(bench, slot, answer);
      const user = SLOT_USERS.find((one) => one.slot === slot) as SlotUser;
      program.fails(user.call(program, s), WSASYSCALLFAILURE);
      const [record] = bench.machine.recorded("provider-stray-socket");
      equal(record?.[0], stub.path, "the provider that the log record names");
      equal(record?.[1], slot, "the slot that the log record names");
    },
  })),
);

const ownCode: Check = {
  rule: "containment/slot-throws",
  of: "after it set lpErrno",
  run(bench) {
    const { program, s } = withSlot(bench, "WSPBind", (...args) => {
      setErrno(args[3] as { value: number }, WSAEACCES);
      throw new Error("a bug of the provider's");
    });
    program.fails(program.ws2.bind(s, new Uint8Array(16), 16), WSASYSCALLFAILURE);
    holds(program.ws2.bind(s, new Uint8Array(16), 16) === SOCKET_ERROR, "whether the call fails again");
  },
};

/** The effects of a provider's bug on the application. */
export const CONTAINMENT_CHECKS: readonly Check[] = [...throwing, ...badResults, ...stray, ownCode];
