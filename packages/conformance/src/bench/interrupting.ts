import type { SOCKET } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import type { Program } from "./program.js";
import { STUB_FAMILY, StubProvider } from "./stub-provider.js";

/** A program, and a function that runs a callback inside the program's next wait, on a thread of a provider. */
export function interrupting(bench: Bench) {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  return { program, later: stub.imports.runLater };
}

/** Has another thread of `program` close a socket while `program` waits. */
export function closeMeanwhile(bench: Bench, program: Program, s: SOCKET): void {
  const thread = program.control.openThread();
  interrupting(bench).later(() => program.control.runOn(thread, () => void program.ws2.closesocket(s)), 10);
}
