import type { Installer } from "./install-layer.js";

/** A row of the list of installers that a system runs at each boot, if its catalog does not persist. */
export interface BootRow {
  /** Its `Order`: rows with lower numbers run first, rows without a number last. */
  readonly Order?: number;
  /** Runs the installer of its DLL. Returns 0 or the code. */
  install(ws2: Installer): number;
}

/** The `Order` of a row without one. */
const LAST = 0xffffffff;

/**
 * Runs the installers of layers, as Windows CE does at each boot: by `Order`, and rows with the same `Order` as they
 * are listed. Each layer is installed over those before it. If an installer fails, the others still run. Returns the
 * codes in the order of the runs. Source: reference §3 (HKLM\Comm\WS2\LSP).
 */
export function installAtBoot(ws2: Installer, rows: readonly BootRow[]): number[] {
  // sort is stable
  const inOrder = [...rows].sort((a, b) => (a.Order ?? LAST) - (b.Order ?? LAST));
  return inOrder.map((row) => row.install(ws2));
}
