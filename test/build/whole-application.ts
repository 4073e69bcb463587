import { Computer } from "../fixture/computer.js";
import type { System } from "../fixture/systems.js";

/** Members of a process that are not functions of a DLL. */
const NO_DLLS = ["openThread", "runOn", "terminate", "explainSocket", "onSignal", "after"];

/** The functions of name spaces that every target has. */
const NAME_SPACES = /NameSpace|LookupService|SetService/;

/** An application that names functions of a target's DLLs once, and logs whether they are functions. */
export function wholeApplication(functions: readonly string[]): string {
  return `
    import type { Machine } from "@ws2kit/target";
    export default function main(machine: Machine): void {
      const ws2 = machine.openProcess();
      const all: readonly unknown[] = [${functions.join(", ")}];
      machine.platform.log(all.every((one) => typeof one === "function"));
    }`;
}

/** The functions of a target's DLLs, as a program writes them: `ws2.bind`, `ws2.kernel32.ReadFile`. */
export function dllFunctions(system: System): string[] {
  return functionsOf("ws2", new Computer(system).machine.openProcess());
}

/** Those that are not of name spaces. */
export function functionsWithoutNameSpaces(system: System): string[] {
  return dllFunctions(system).filter((name) => !NAME_SPACES.test(name));
}

/** The functions of an object and of its member objects, as expressions. */
function functionsOf(path: string, object: object): string[] {
  return Object.entries(object)
    .filter(([name]) => !NO_DLLS.includes(name))
    .flatMap(([name, value]) => {
      if (typeof value === "function") return [`${path}.${name}`];
      return typeof value === "object" ? functionsOf(`${path}.${name}`, value) : [];
    });
}
