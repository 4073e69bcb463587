import type { Choices } from "./choices.js";
import { FLOW } from "./flow-blocks.js";
import { CONSTRUCTORS, FUNCTIONS } from "./function-blocks.js";
import { KEYED } from "./keyed-blocks.js";
import { NAMED } from "./name-blocks.js";
import { type Block, PLAIN } from "./plain-blocks.js";
import { VALUES } from "./value-blocks.js";

/** The kinds of programs. A bundle has one kind, because all its programs together decide which names are shortened. */
export const KINDS: Readonly<Record<string, readonly Block[]>> = {
  plain: [...PLAIN, ...FUNCTIONS, ...VALUES, ...FLOW],
  keyed: [...KEYED, ...KEYED, ...PLAIN, ...VALUES, ...FLOW],
  named: [...NAMED, ...NAMED, ...KEYED, ...CONSTRUCTORS, ...PLAIN, ...VALUES, ...FLOW],
};

const STATEMENTS = 12;
/** Statements of a program's module, which run before all programs. */
const LOADED = 2;

/** A module that exports a program. Only the values that it passes to `say` are compared. */
export function program(choices: Choices, kind: string): string {
  const blocks = Array.from({ length: STATEMENTS }, () => choices.oneOf(KINDS[kind])(choices, ["n0", "n1"]));
  const loaded = Array.from({ length: LOADED }, () => choices.oneOf(FUNCTIONS)(choices, ["3"]));
  return `import { AF_INET, AF_INET6, decodeProtocolInfo, encodeProtocolInfo, FD_ISSET, FD_SET, fd_set, INVALID_SOCKET, MAKEWORD, type Machine, MSG_OOB, newWSABUF, newWSADATA, newWSAOVERLAPPED, newWSAPROTOCOL_INFOW, profile, ref, SOCK_DGRAM, SOCK_STREAM, type SOCKET, sockaddr_in, type WSAPROTOCOL_INFOW } from "@ws2kit/target";

const early: unknown[][] = [];
const say = (...values: unknown[]): void => void early.push(values);
const tick = (n: number): number => { say("tick", n); return n; };
const any = (value: unknown): any => value;
${loaded.join("\n")}

export function run(machine: Machine, say: (...values: unknown[]) => void): void {
  for (const values of early) say(...values);
  let ticks = 0;
  const tick = (n: number): number => { if (++ticks > 500) throw new Error("too long"); say("tick", n); return n; };
  function* counting(n: number): Generator<number> { for (let i = 0; i < n; i++) yield tick(i); }
  const n0 = ${choices.below(100)};
  const n1: number = ticks + ${choices.below(100)};
  ${blocks.join("\n  ")}
}
`;
}

/** An application that runs programs after each other, and logs what they say with the number of each. */
export function application(count: number): string {
  const numbers = Array.from({ length: count }, (_, i) => i);
  return `import type { Machine } from "@ws2kit/target";
${numbers.map((i) => `import { run as run${i} } from "./program${i}.js";`).join("\n")}

/** A value in words: what numbers JSON has no form for, too, and half characters, which no log can hold. */
const shown = (value: unknown): string =>
  Array.isArray(value) ? \`[\${value.map(shown).join()}]\` : typeof value === "number" && Object.is(value, -0) ? "-0" : typeof value === "string" ? value.replace(/[\\ud800-\\udfff]/gu, (half) => "half " + half.charCodeAt(0)) : typeof value === "object" && value !== null ? "object" : String(value);

export default function main(machine: Machine): void {
  [${numbers.map((i) => `run${i}`).join(", ")}].forEach((run, i) => {
    const say = (...values: unknown[]): void => machine.platform.log(\`\${i}: \${values.map(shown).join(" ")}\`);
    try { run(machine, say); } catch (error) { say("ended by", String(error)); }
  });
}
`;
}
