import { ref, type SOCKET } from "@ws2kit/spi";
import { castOf } from "../core/cast.js";
import { GARBAGE, type Garbage } from "../core/garbage.js";
import { SOUND_ARGUMENTS } from "../core/sound-arguments.js";
import { Computer, type Program } from "../fixture/computer.js";
import { functionsOf } from "../fixture/functions-of.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import type { System } from "../fixture/systems.js";

/** An exception of an application's routine. It must pass through the call that runs the routine. */
const MISFITS: readonly Garbage[] = [
  ...GARBAGE.filter(({ name }) => name !== "a function that throws"),
  { name: "bytes that threads share", make: () => new Uint8Array(new SharedArrayBuffer(16)) },
];

/** The number of calls for one machine. */
const CALLS_A_MACHINE = 2_000;

const provider = new ScriptedProvider({ ProviderId: "0B5C4A62-98F7-4E58-8A4D-54C4B86E0002" });

/** Arguments that let the catalog change and end blocking calls. */
const CHANGING: Readonly<Record<string, (ws2: Program) => unknown[]>> = {
  WSCInstallProvider: () => [provider.ProviderId, provider.path, provider.protocols, 1, ref(0)],
  WSCUpdateProvider: () => [provider.ProviderId, provider.path, provider.protocols, 1, ref(0)],
  WSCDeinstallProvider: () => [provider.ProviderId, ref(0)],
  WSCWriteProviderOrder: (ws2) => {
    const infos: { dwCatalogEntryId: number }[] = [];
    ws2.WSCEnumProtocols(null, infos as never, ref(0), ref(0));
    return [infos.map(({ dwCatalogEntryId }) => dwCatalogEntryId).reverse(), infos.length];
  },
  WSASetBlockingHook: (ws2) => [breakOff(ws2)],
};

/** A blocking hook that ends the call that blocks. */
function breakOff(ws2: Program): () => void {
  const { WSACancelBlockingCall } = ws2 as unknown as { WSACancelBlockingCall(): number };
  return () => void WSACancelBlockingCall();
}

/** Random numbers from 0 to below 1, the same for the same seed. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What `callFunctions` found: nothing, or a sentence with the seed that makes it again. */
export type Finding = string | null;

/**
 * Calls every function of a target with some garbage arguments, and with fewer or more arguments than it has. No call
 * may throw or return a code outside its function's row, a BOOL function that fails must set a code, and nothing may
 * be open at the end. Time is virtual.
 */
export function callFunctions(system: System, calls: number, seed: number): Finding {
  const random = mulberry(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  for (let done = 0; done < calls; done += CALLS_A_MACHINE) {
    const computer = new Computer(system);
    computer.machine.installModule(provider.path, provider.module);
    // the blocking functions of Winsock 1.1 work only in a process of that version
    const isElder = (done / CALLS_A_MACHINE) % 4 === 3;
    const ws2 = isElder ? computer.program(1, 1) : computer.program();
    const functions = functionsOf(ws2);
    const names = [...functions.keys()].filter((name) => name in SOUND_ARGUMENTS);
    const cast = castOf(ws2);
    for (let i = 0; i < Math.min(CALLS_A_MACHINE, calls - done); i++) {
      const name = pick(names);
      const what: string[] = [];
      const args = (CHANGING[name]?.(ws2) ?? SOUND_ARGUMENTS[name](cast)).map((sound) => {
        const chance = random();
        if (chance < 0.6) return sound;
        if (chance < 0.75) return pick<SOCKET | number>(Object.values(cast));
        const garbage = pick(MISFITS);
        what.push(garbage.name);
        return garbage.make();
      });
      // the code of a WSC function is where its last argument points
      if (random() < 0.1 && !name.startsWith("WSC")) args.length = Math.floor(random() * (args.length + 1));
      const text = `${system.name}: call ${done + i} of seed ${seed}: ${name}(${what.join(", ")})`;
      ws2.WSASetLastError(0);
      try {
        const answer = (functions.get(name) as (...all: unknown[]) => unknown)(...args);
        const isQuestion = /Completed|IsBlocking|IsWindow|PeekMessage|TranslateMessage/.test(name);
        if (answer === false && !isQuestion && ws2.WSAGetLastError() === 0) return `${text}: failed without a code`;
        // a registered wait that stays would run its callback in each millisecond of a Sleep of weeks
        if (name === "kernel32.RegisterWaitForSingleObject" && answer === true) {
          functions.get("kernel32.UnregisterWait")?.((args[0] as { value: unknown }).value);
        }
        // a hook that only returns would let a call block for ever
        if (isElder && name === "WSASetBlockingHook") functions.get(name)?.(breakOff(ws2));
      } catch (error) {
        return `${text}: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    ws2.terminate();
    const { sockets, handles } = computer.machine.counters;
    if (sockets !== 0 || handles !== 0)
      return `${system.name}: seed ${seed}: ${sockets} sockets, ${handles} handles are open`;
  }
  return null;
}
