import ora from "ora";
import { isTrouble, type Run } from "../report/report.js";
import { colours } from "../terminal/colours.js";
import type { Combination, Progress } from "./run-checks.js";

/** Progress on standard error: one line that is redrawn on a terminal, or else one line for each run that ends. */
export interface LiveLine extends Progress {
  /** Stops redrawing and clears the line. */
  stop(): void;
}

/** Starts the progress line; `total` is the number of results to expect. */
export function liveLine(total: number): LiveLine {
  // a line can be redrawn only on a terminal that reports its width
  return process.stderr.isTTY && process.stderr.columns > 0 ? movingLine(total) : plainLines();
}

function movingLine(total: number): LiveLine {
  const color = colours.isSupported() ? "cyan" : false;
  const line = ora({
    stream: process.stderr,
    discardStdin: false,
    isEnabled: true,
    color,
    text: "starting the engines",
  }).start();
  let [done, troubles, shownAt] = [0, 0, 0];
  return {
    result({ target, engine }, result) {
      done++;
      if (isTrouble(result)) troubles++;
      if (Date.now() - shownAt < 50) return;
      shownAt = Date.now();
      const bad = troubles === 0 ? "" : `  ${troubles} do not hold`;
      line.text = fitted(`${done}/${total}${bad}  ${target} ${engine}  ${result.id}`);
    },
    printed(place, text) {
      line.clear();
      process.stderr.write(prefixed(place, text));
      line.render();
    },
    finished() {},
    stop: () => void line.stop(),
  };
}

function plainLines(): LiveLine {
  return {
    result() {},
    printed: (place, text) => void process.stderr.write(prefixed(place, text)),
    finished: (run) => console.error(sentence(run)),
    stop() {},
  };
}

/** Cuts a text to one line of the terminal, less the space for the spinner. */
function fitted(text: string): string {
  return text.slice(0, process.stderr.columns - 4);
}

/** Prefixes each line that a provider prints with its target and engine. */
function prefixed({ target, engine }: Combination, text: string): string {
  return text.replace(/^(?=.)/gm, `[${target} ${engine}] `);
}

function sentence({ provider, target, engine, counts, milliseconds }: Run): string {
  const { pass, fail, broken } = counts;
  return `${provider.name} on ${target} in ${engine}: ${pass} pass, ${fail} fail, ${broken} broken (${(milliseconds / 1000).toFixed(1)} s)`;
}
