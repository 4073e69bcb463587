import ora from "ora";
import { colours } from "./colours.js";

/** Milliseconds after which a person wants to know what happens. */
const PATIENCE = 2000;

/**
 * Runs `work`, and shows what it does on a terminal's standard error, if it takes over two seconds. `work` receives the
 * function that names each stage. Output that is not a terminal's shows nothing: it is the same, however long it took.
 */
export async function withProgress<T>(stage: string, work: (show: (stage: string) => void) => Promise<T>): Promise<T> {
  const line = ora({
    stream: process.stderr,
    discardStdin: false,
    isEnabled: process.stderr.isTTY && process.stderr.columns > 0,
    isSilent: !process.stderr.isTTY,
    color: colours.isSupported() ? "cyan" : false,
    text: stage,
  });
  const timer = setTimeout(() => line.start(), PATIENCE);
  try {
    return await work((next) => {
      line.text = next;
    });
  } finally {
    clearTimeout(timer);
    line.stop();
  }
}
