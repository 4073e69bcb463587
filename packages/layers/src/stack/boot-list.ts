import type { Installer } from "./install-layer.js";

/** A row of the list of installers that a system without a kept catalog runs at each boot. */
export interface BootRow {
  /** Its `Order`: the lower run first. A row without one runs last. */
  readonly Order?: number;
  /** What its DLL's installer does: 0, or the code. */
  install(ws2: Installer): number;
}

/** The `Order` of a row that names none. */
const LAST = 0xffffffff;

/**
 * Runs the installers of layers as Windows CE does at each boot, by their `Order`, those of one `Order` as they are
 * listed; a layer comes on top of those before it. One that fails leaves the others be. The codes, in the order of the
 * runs. Source: reference §3 (HKLM\Comm\WS2\LSP).
 */
export function installAtBoot(ws2: Installer, rows: readonly BootRow[]): number[] {
  // sort is stable
  const inOrder = [...rows].sort((a, b) => (a.Order ?? LAST) - (b.Order ?? LAST));
  return inOrder.map((row) => row.install(ws2));
}
