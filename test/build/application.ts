import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFirmware, type LayerRow } from "@ws2kit/build";
import { Guest } from "@ws2kit/engine-quickjs";

/** A folder of this package, so that files written there can import the targets. */
const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The source of an application for one test. */
export class TestApplication {
  readonly #root = mkdtempSync(join(HERE, "app-"));

  /** `files`: path → text; the application is `app.ts`. */
  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.#root, path)), { recursive: true });
    writeFileSync(join(this.#root, path), text);
  }

  /** The application, and its firmware. */
  get files(): Readonly<Record<"app" | "out", string>> {
    return { app: join(this.#root, "app.ts"), out: join(this.#root, "firmware.js") };
  }

  /** The text of its firmware. */
  async build(target: string, minify = false, layers: readonly LayerRow[] = []): Promise<string> {
    const { app, out } = this.files;
    await buildFirmware({ app, target, out, layers, minify });
    return readFileSync(out, "utf8");
  }

  /** The message of the BuildError. */
  async refusal(target: string, layers: readonly LayerRow[] = []): Promise<string> {
    try {
      await this.build(target, false, layers);
    } catch (error) {
      return (error as Error).message;
    }
    throw new Error("it was built");
  }

  remove(): void {
    rmSync(this.#root, { recursive: true });
  }
}

/** What a firmware logs, and how it ends. */
export async function runFirmware(
  code: string,
  watchdog = 5000,
): Promise<{ lines: unknown[]; outcome: string; message: string }> {
  const lines: unknown[] = [];
  const log = (...values: unknown[]) => lines.push(...values);
  const guest = await Guest.boot({ code, heap: 4 << 20, stack: 128 * 1024, watchdog, log });
  const { outcome, message } = guest.ended;
  guest.dispose();
  return { lines, outcome, message };
}
