import { newWSAOVERLAPPED, ref, type SOCKET, SOCKET_ERROR, WSA_WAIT_TIMEOUT, WSAEINVAL } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { isSignalled, newEvent } from "../../bench/overlapping.js";
import { newPort, take, tie } from "../../bench/ports.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** A stub provider with handles from WPUCreateSocketHandle. One of them is associated with a completion port. */
function tiedStub(bench: Bench) {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  const s = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  const port = newPort(program);
  equal(tie(program, s, port, "stub"), port, "the result of CreateIoCompletionPort");
  return { stub, program, s, port, complete: stub.imports.WPUCompleteOverlappedRequest };
}

/** WPUCompleteOverlappedRequest: how a provider whose sockets are not files reports a completion. */
export const COMPLETION_REQUEST_CHECKS: readonly Check[] = [
  ...(["WPUCreateSocketHandle/completion-port", "WPUCompleteOverlappedRequest/decides"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const { program, s, port, complete } = tiedStub(bench);
        const event = newEvent(program);
        const tied = newWSAOVERLAPPED();
        equal(complete(s, tied, 0, 12, ref(0)), 0, "the result");
        const packet = take(program, port);
        equal(packet.bytes, 12, "the bytes in the packet");
        equal(packet.key, "stub", "its key");
        holds(packet.overlapped === tied, "whether the packet has the operation's structure");
        const other = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
        equal(complete(other, newWSAOVERLAPPED(event), 0, 1, ref(0)), 0, "the result for a handle without a port");
        holds(isSignalled(program, event), "whether its event is signalled");
        sameCode(take(program, port).code, WSA_WAIT_TIMEOUT, "the port's error afterwards");
      },
    }),
  ),
  {
    rule: "WPUCompleteOverlappedRequest/writes",
    run(bench) {
      const { s, complete } = tiedStub(bench);
      const written: string[] = [];
      const overlapped = new Proxy(newWSAOVERLAPPED(), {
        set(target, name, value) {
          written.push(`${String(name)} ${value}`);
          return Reflect.set(target, name, value);
        },
      });
      complete(s, overlapped, 5, 12, ref(0));
      equal(written.join(), "InternalHigh 12,Internal 5", "the fields written to the structure, in order");
    },
  },
  {
    rule: "WPUCompleteOverlappedRequest/own-handles",
    run(bench) {
      const { stub, program, complete } = tiedStub(bench);
      const errno = ref(0);
      const file = bench.file(stub, { close() {} });
      const own = program.socket();
      const foreign = stub.imports.fileOf(own) === null ? [] : [own];
      for (const s of [0x4444444, file as number, ...foreign]) {
        equal(complete(s as SOCKET, newWSAOVERLAPPED(), 0, 0, errno), SOCKET_ERROR, `the result for ${s}`);
        sameCode(errno.value, WSAEINVAL, `the error for ${s}`);
      }
    },
  },
];
