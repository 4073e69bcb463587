import ora from "ora";
import { isTrouble, type Run } from "../report/report.js";
import { colours } from "../terminal/colours.js";
import type { Place, Progress } from "./run-checks.js";

/** Progress for a person: a line that moves on a terminal; elsewhere, a line when a box of the grid is done. */
export interface LiveLine extends Progress {
  /** Leaves the terminal alone. */
  stop(): void;
}

/** `total` is how many results will come. */
export function liveLine(total: number): LiveLine {
  // a terminal that does not say how wide it is cannot be redrawn
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

/** One line of the terminal, the spinner's room left out. */
function fitted(text: string): string {
  return text.slice(0, process.stderr.columns - 4);
}

/** What a provider prints, with the place where it does. */
function prefixed({ target, engine }: Place, text: string): string {
  return text.replace(/^(?=.)/gm, `[${target} ${engine}] `);
}

function sentence({ provider, target, engine, counts, milliseconds }: Run): string {
  const { pass, fail, broken } = counts;
  return `${provider.name} on ${target} in ${engine}: ${pass} pass, ${fail} fail, ${broken} broken (${(milliseconds / 1000).toFixed(1)} s)`;
}
