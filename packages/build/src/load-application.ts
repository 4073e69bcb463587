import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Machine } from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";
import { buildFirmware, type FirmwareOptions } from "./firmware.js";

/** A built application, for a host that has its own platform: a test, or Node. */
export interface Application {
  /** Opens a machine of the application's target, with the layers that the build installs. */
  openMachine(options: { readonly platform: Platform }): Machine;
  /** The application's default export. */
  main(machine: Machine): unknown;
}

/**
 * Builds an application for a target and imports the result, for tests that run it on a simulated network:
 *
 * ```ts
 * const { openMachine, main } = await loadApplication({ app: "src/app.ts", target: "ce" });
 * main(openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) }));
 * ```
 *
 * If `main` is async, call `machine.start(main)` and its steps instead, as `docs/sockets.md` describes. Rejects with
 * the errors of `buildFirmware`, and with what the application throws when it is imported.
 */
export async function loadApplication(options: Omit<FirmwareOptions, "out" | "form">): Promise<Application> {
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
  try {
    const out = join(folder, "application.mjs");
    await buildFirmware({ ...options, out, form: "module" });
    return (await import(pathToFileURL(out).href)) as Application;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
