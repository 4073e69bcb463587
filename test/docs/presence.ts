import type { FunctionRow } from "@ws2kit/rules";
import { codesOf, errorName } from "@ws2kit/rules";
import { ref, SLOTS, UPCALLS, WSAEOPNOTSUPP, WSASYSCALLFAILURE } from "@ws2kit/spi";
import { Computer } from "../fixture/computer.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import { shippedBaseSlots } from "../fixture/shipped-slots.js";
import type { System } from "../fixture/systems.js";

type Calls = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** The codes that a call without arguments returns if the function only refuses. */
const REFUSALS: readonly number[] = [WSAEOPNOTSUPP, WSASYSCALLFAILURE];

/** Whether one system has each function, in words. Calls the functions to find out. */
export class Presence {
  readonly #exports: ReadonlySet<string>;
  readonly #refusals = new Map<string, number>();

  constructor(readonly system: System) {
    const computer = new Computer(system);
    const ws2 = computer.program();
    const {
      mswsock = {},
      kernel32 = {},
      user32 = {},
    } = ws2 as { mswsock?: object; kernel32?: object; user32?: object };
    this.#exports = new Set([
      ...Object.keys(ws2),
      ...Object.keys(mswsock),
      ...Object.keys(kernel32),
      ...Object.keys(user32),
    ]);
    const provider = new ScriptedProvider();
    provider.install(computer.machine, ws2);
    const later = computer.program();
    later.socket(provider.protocols[0].iAddressFamily, 0, 1);
    this.#probe(SLOTS, shippedBaseSlots(computer) as unknown as Calls);
    this.#probe(UPCALLS, provider.upcalls as unknown as Calls);
    this.#probe(["WPUCompleteOverlappedRequest"], provider.imports as unknown as Calls);
  }

  of(row: FunctionRow): string {
    const { name, kind } = row;
    if (kind === "entry") return "yes";
    if (kind === "api" || kind === "extension" || kind === "system") {
      if (this.#exports.has(name)) return "yes";
      return codesOf(name, this.system.lineage) === null ? "no" : "not yet";
    }
    const refusal = this.#refusals.get(name);
    if (refusal === undefined) return "yes";
    if (kind === "upcall" && !codesOf(name, this.system.lineage)?.includes(refusal)) return "not yet";
    const who = kind === "slot" ? "shipped provider" : "ws2";
    return `yes; the ${who} only answers ${errorName(refusal)}`;
  }

  /** Calls functions without arguments, and returns the codes of those that only refuse. */
  #probe(names: readonly string[], calls: Calls): void {
    for (const name of names) {
      const errno = ref(0);
      calls[name](...new Array(calls[name].length === 0 ? 4 : calls[name].length - 1).fill(null), errno);
      if (REFUSALS.includes(errno.value)) this.#refusals.set(name, errno.value);
    }
  }
}

/** The key by which systems with equal rows share a column. */
export function columnTitle(profiles: readonly string[]): string {
  return profiles.join(", ");
}
