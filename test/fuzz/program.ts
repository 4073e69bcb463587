import { CREATION_STEPS, type Step } from "./creation-steps.js";
import { DATAGRAM_STEPS } from "./datagram-steps.js";
import { end } from "./ending.js";
import { NOTIFICATION_STEPS } from "./notification-steps.js";
import { OVERLAPPED_STEPS } from "./overlapped-steps.js";
import { PROCESS_STEPS } from "./process-steps.js";
import { STREAM_STEPS } from "./stream-steps.js";
import { THROWING_STEPS } from "./throwing-steps.js";
import { World } from "./world.js";

/** Every step, repeated by its weight. */
const STEPS: readonly Step[] = [
  ...CREATION_STEPS,
  ...STREAM_STEPS,
  ...DATAGRAM_STEPS,
  ...OVERLAPPED_STEPS,
  ...NOTIFICATION_STEPS,
  ...PROCESS_STEPS,
  ...THROWING_STEPS,
].flatMap(([weight, step]) => Array<Step>(weight).fill(step));

/** A random program: its world, and a number for each step. */
export interface RandomProgram {
  readonly kind: number;
  readonly steps: readonly number[];
}

/** A step's number contains the step, and 8, 8 and 7 random bits. */
export const MOST_STEP = STEPS.length * 2 ** 23 - 1;

/** Runs a program to its end. Throws if a result is wrong. */
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
