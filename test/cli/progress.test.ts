import { Writable } from "node:stream";
import { expect } from "chai";
import { withProgress } from "#cli/terminal/progress.js";

/** Standard error: a terminal with one line, or a file. */
class StandardError extends Writable {
  readonly columns = 80;
  /** All that was written. */
  written = "";
  /** What the line shows now, with control sequences. */
  shown = "";

  constructor(readonly isTTY: boolean) {
    super({ decodeStrings: false });
  }

  override _write(text: string, _encoding: string, done: () => void): void {
    this.written += text;
    this.shown += text;
    done();
  }

  cursorTo(): void {}

  clearLine(): void {
    this.shown = "";
  }
}

/** Runs `test` with another standard error, and a clock that `pass` moves. */
async function onStandardError(stderr: StandardError, test: (pass: (ms: number) => void) => Promise<unknown>) {
  const own = Object.getOwnPropertyDescriptor(process, "stderr") as PropertyDescriptor;
  const { setTimeout: start, clearTimeout: clear } = globalThis;
  const timers = new Set<{ readonly due: number; readonly run: () => void }>();
  let now = 0;
  const fake = (run: () => void, ms: number) => {
    const timer = { due: now + ms, run };
    timers.add(timer);
    return timer;
  };
  Object.defineProperty(process, "stderr", { value: stderr, configurable: true });
  Object.assign(globalThis, { setTimeout: fake, clearTimeout: (timer: never) => timers.delete(timer) });
  try {
    await test((ms) => {
      now += ms;
      for (const timer of timers) if (timer.due <= now && timers.delete(timer)) timer.run();
    });
  } finally {
    Object.assign(globalThis, { setTimeout: start, clearTimeout: clear });
    Object.defineProperty(process, "stderr", own);
  }
}

describe("the line of progress", () => {
  it("shows on a terminal what takes two seconds, and disappears at the end", async () => {
    const stderr = new StandardError(true);
    await onStandardError(stderr, (pass) =>
      withProgress("building app.ts", async (show) => {
        pass(1999);
        expect(stderr.written).to.equal("");
        show("compiling");
        pass(1);
        expect(stderr.shown).to.include("compiling");
      }),
    );
    expect(stderr.shown).not.to.include("compiling");
    expect(stderr.written).not.to.include("building");
  });

  it("disappears when the work fails, and throws its error", async () => {
    const stderr = new StandardError(true);
    let thrown: unknown;
    await onStandardError(stderr, async (pass) => {
      const failing = withProgress("building app.ts", async () => {
        pass(2000);
        throw new Error("it failed");
      });
      await failing.catch((error: unknown) => {
        thrown = error;
      });
    });
    expect(String(thrown)).to.equal("Error: it failed");
    expect(stderr.written).to.include("building app.ts");
    expect(stderr.shown).not.to.include("building app.ts");
  });

  for (const [where, isTTY, ms] of [
    ["on a terminal for what takes less", true, 1999],
    ["if standard error is not a terminal", false, 5000],
  ] as const) {
    it(`shows nothing ${where}`, async () => {
      const stderr = new StandardError(isTTY);
      await onStandardError(stderr, (pass) => withProgress("building app.ts", async () => pass(ms)));
      expect(stderr.written).not.to.include("building");
    });
  }
});
