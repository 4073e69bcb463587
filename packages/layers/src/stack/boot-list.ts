import type { Installer } from "./install-layer.js";

/** An installer that a system runs at each boot, because its catalog does not persist. */
export interface BootRow {
  /** The `Order`: installers with lower numbers run first, those without a number last. */
  readonly Order?: number;
  /** Installs the DLL. Returns 0 or the code. */
  install(ws2: Installer): number;
}

/** The order of an installer without a number. */
const LAST = 0xffffffff;

/**
 * Runs the installers of layers, as Windows CE does at each boot: in the order of their `Order`; those with the same
 * `Order` run as they are listed. Each layer is installed over those before it. If an installer fails, the others still
 * run. Returns their codes, in the order in which they ran. Source: reference §3 (HKLM\Comm\WS2\LSP).
 */
export function installAtBoot(ws2: Installer, rows: readonly BootRow[]): number[] {
  // sort is stable
  const inOrder = [...rows].sort((a, b) => (a.Order ?? LAST) - (b.Order ?? LAST));
  return inOrder.map((row) => row.install(ws2));
}
