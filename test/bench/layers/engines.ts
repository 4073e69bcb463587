import { fileURLToPath } from "node:url";
import { Guest } from "@ws2kit/engine-quickjs";
import { bundle } from "../../engine-quickjs/bundle.js";
import { heapUsed } from "../collect.js";
import { program } from "./program.js";

export type Measured = keyof typeof program;

/** An engine that runs the program. */
export interface Engine {
  readonly name: string;
  call(name: Measured, ...args: readonly (number | boolean)[]): unknown;
  /** Bytes in use after garbage collection. */
  heapUsed(): number;
  dispose(): void;
}

export function nodeEngine(): Engine {
  return {
    name: "V8",
    call: (name, ...args) => (program[name] as (...args: unknown[]) => unknown)(...args),
    heapUsed,
    dispose() {},
  };
}

/** QuickJS with large budgets, because speed is measured here. */
export async function quickjsEngine(): Promise<Engine> {
  const entry = fileURLToPath(new URL("./program.js", import.meta.url));
  const code = await bundle(`import { program } from ${JSON.stringify(entry)};
    export const { ${Object.keys(program).join(", ")} } = program;`);
  const guest = await Guest.boot({ code, heap: 64 << 20, stack: 256 << 10, watchdog: 600_000 });
  if (guest.ended.outcome !== "done") throw new Error(guest.ended.message);
  return {
    name: "QuickJS",
    call(name, ...args) {
      const called = guest.call(name, ...args);
      if (called.outcome !== "done") throw new Error(`${name}: ${called.message}`);
      return called.value;
    },
    heapUsed: () => guest.heapUsed,
    dispose: () => void guest.dispose(),
  };
}
