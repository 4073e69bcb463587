import { CREATION_STEPS, type Step } from "./creation-steps.js";
import { DATAGRAM_STEPS } from "./datagram-steps.js";
import { end } from "./ending.js";
import { NOTIFICATION_STEPS } from "./notification-steps.js";
import { OVERLAPPED_STEPS } from "./overlapped-steps.js";
import { PROCESS_STEPS } from "./process-steps.js";
import { STREAM_STEPS } from "./stream-steps.js";
import { THROWING_STEPS } from "./throwing-steps.js";
import { World } from "./world.js";

/** Every step, as often as its weight says. */
const STEPS: readonly Step[] = [
  ...CREATION_STEPS,
  ...STREAM_STEPS,
  ...DATAGRAM_STEPS,
  ...OVERLAPPED_STEPS,
  ...NOTIFICATION_STEPS,
  ...PROCESS_STEPS,
  ...THROWING_STEPS,
].flatMap(([weight, step]) => Array<Step>(weight).fill(step));

/** A random program: what world it runs in, and a number for each step. */
export interface RandomProgram {
  readonly kind: number;
  readonly steps: readonly number[];
}

/** A step's number holds the step, and 8, 8 and 7 bits to choose with. */
export const MOST_STEP = STEPS.length * 2 ** 23 - 1;

/** Runs a program to its end. Throws where something came out as it must not. */
export function runProgram({ kind, steps }: RandomProgram, note: ((text: () => string) => void) | null = null): void {
  const world = new World(kind, note);
  for (const number of steps) {
    const bits = number % 2 ** 23;
    STEPS[Math.floor(number / 2 ** 23)](world, bits & 0xff, (bits >> 8) & 0xff, bits >> 16);
  }
  end(world);
}

/** The calls of a program as text, up to where it fails. */
export function programText(program: RandomProgram): string {
  const lines: string[] = [];
  try {
    runProgram(program, (text) => lines.push(text()));
  } catch (error) {
    lines.push(String(error));
  }
  return lines.join("\n");
}
