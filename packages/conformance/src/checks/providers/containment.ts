import {
  fd_set,
  ref,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSAEACCES,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A call of each slot through the API. */
const CALLS: Partial<Record<SlotName, (program: Program, s: SOCKET) => number>> = {
  WSPSocket: ({ ws2 }) => ws2.socket(STUB_FAMILY, 0, 0),
  WSPAccept: ({ ws2 }, s) => ws2.accept(s, null, null),
  WSPBind: ({ ws2 }, s) => ws2.bind(s, new Uint8Array(16), 16),
  WSPCloseSocket: ({ ws2 }, s) => ws2.closesocket(s),
  WSPConnect: ({ ws2 }, s) => ws2.connect(s, new Uint8Array(16), 16),
  WSPGetPeerName: ({ ws2 }, s) => ws2.getpeername(s, new Uint8Array(16), ref(16)),
  WSPGetSockName: ({ ws2 }, s) => ws2.getsockname(s, new Uint8Array(16), ref(16)),
  WSPGetSockOpt: ({ ws2 }, s) => ws2.getsockopt(s, 0, 0, new Uint8Array(4), ref(4)),
  WSPIoctl: ({ ws2 }, s) => ws2.ioctlsocket(s, 1, ref(0)),
  WSPListen: ({ ws2 }, s) => ws2.listen(s, 1),
  WSPRecv: ({ ws2 }, s) => ws2.recv(s, new Uint8Array(4), 4, 0),
  WSPRecvFrom: ({ ws2 }, s) => ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null),
  WSPSelect: ({ ws2 }, s) => ws2.select(0, fd_set(s), null, null, null),
  WSPSend: ({ ws2 }, s) => ws2.send(s, new Uint8Array(4), 4, 0),
  WSPSendTo: ({ ws2 }, s) => ws2.sendto(s, new Uint8Array(4), 4, 0, null, 0),
  WSPSetSockOpt: ({ ws2 }, s) => ws2.setsockopt(s, 0, 0, new Uint8Array(4), 4),
  WSPShutdown: ({ ws2 }, s) => ws2.shutdown(s, 1),
};

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

const throwing: readonly Check[] = (Object.keys(CALLS) as SlotName[]).map((slot) => ({
  rule: "containment/slot-throws",
  of: slot,
  run(bench) {
    const { stub, program, s } = withSlot(bench, slot, () => {
      throw new Error("a bug of the provider's");
    });
    program.fails((CALLS[slot] as NonNullable<(typeof CALLS)[SlotName]>)(program, s), WSASYSCALLFAILURE);
    const [record] = bench.machine.recorded("provider-threw");
    equal(record?.[0], stub.path, "the provider that the log record names");
    equal(record?.[1], slot, "the slot that the log record names");
    program.works(program.socket(), "another provider's call afterwards");
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
      program.fails((CALLS[slot] as NonNullable<(typeof CALLS)[SlotName]>)(program, s), WSASYSCALLFAILURE);
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
export const CONTAINMENT_CHECKS: readonly Check[] = [...throwing, ...stray, ownCode];
