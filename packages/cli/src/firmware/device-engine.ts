import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { sourceStack } from "@ws2kit/build/stacks";
import type { Outcome } from "@ws2kit/engine-quickjs";
import { UsageError } from "../terminal/usage-error.js";
import { budgetWords, findHost } from "./device-host.js";
import { programLine } from "./program-line.js";
import { type Engine, kib } from "./running.js";

/** The host's exit codes; any other means that the host could not run the program. */
const OUTCOMES: Readonly<Record<number, Outcome>> = {
  0: "done",
  1: "error",
  4: "heap",
  5: "stack",
  6: "watchdog",
  7: "stopped",
};
/** Each budget is a field of 32 bits in an image. */
const UINT32 = [1, 2 ** 32 - 1] as const;
const FIGURES = "[ws2kit] figures ";
/** The record of a layer's event, as the C host prints records for which it has no text. */
const LAYER_EVENT = /^\[ws2kit\] layer-event (\[.*\])$/;

/** The C host of `@ws2kit/device-host` as a child process: native QuickJS with exact budgets. */
export const device: Engine = {
  title: "the device host",
  form: "firmware",
  hasLinesOnly: true,
  budgets: { heap: UINT32, stack: UINT32, watchdog: UINT32 },
  async start({ file, budgets, host, log }) {
    const words = ["--figures", ...budgetWords(budgets), file];
    // a separate process group: the terminal's Ctrl-C reaches only this process, which forwards it
    const child = spawn(findHost(host), words, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      windowsHide: true,
    });
    const said: string[] = [];
    let figures: string[] = [];
    let isStopped = false;
    createInterface(child.stdout).on("line", (line) => log(eventLine(line)));
    createInterface(child.stderr).on("line", (line) => {
      if (line.startsWith(FIGURES)) figures = figureWords(line.slice(FIGURES.length));
      else said.push(line);
    });
    return {
      ended: new Promise((resolve, reject) => {
        child.on("error", ({ code }: NodeJS.ErrnoException) =>
          reject(
            new UsageError(`${host} cannot be run here (${code}): name a device host for this machine with --host.`),
          ),
        );
        child.on("close", (status, signal) => {
          // Windows cannot send Ctrl-C to a separate process group, so the host is killed
          const outcome = isStopped && signal === "SIGINT" ? "stopped" : OUTCOMES[status ?? -1];
          if (outcome === undefined) reject(new Error(said.join("\n") || "the device host ended without a message."));
          else if (outcome === "done" && figures.length === 0)
            reject(
              new UsageError(
                `${host} is not a device host: it ran, but printed no figures. ws2kit host build writes one.`,
              ),
            );
          else
            void sourceStack(said.join("\n"), file).then((message) => resolve({ outcome, message, figures }), reject);
        });
      }),
      stop() {
        isStopped = true;
        child.kill("SIGINT");
      },
    };
  },
};

/** Formats the event of a layer as other engines do; returns every other line as it is. */
function eventLine(line: string): string {
  const [, args] = LAYER_EVENT.exec(line) ?? [];
  if (args === undefined) return line;
  try {
    return programLine([{ code: "layer-event", args: JSON.parse(args) }]);
  } catch {
    // the application itself logged it
    return line;
  }
}

/** Formats the host's figures: `boot_ms=4.869 heap_after_boot=681344 …`; -1 ms if the program did not boot. */
function figureWords(line: string): string[] {
  const value = (name: string) => Number(new RegExp(`\\b${name}=([-\\d.]+)`).exec(line)?.[1]);
  const boot = value("boot_ms");
  return [
    ...(boot < 0 ? [] : [`booted in ${boot.toFixed(1)} ms`, `heap ${kib(value("heap_after_boot"))} after boot`]),
    `heap ${kib(value("heap_peak"))} at most on this host`,
    `${value("calls")} host calls`,
  ];
}
