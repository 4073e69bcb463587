/**
 * The source of each row of the profile. "ours" marks a choice of this project, "unconfirmed" an interpretation that no
 * source confirms.
 */
export const sources: Readonly<Record<string, string>> = {
  "architecture.optionalSlots": "reference §6 (LSP-S provider.cpp)",
  "architecture.catalog": "reference §3 (W32 installation-and-configuration-functions-2)",
  "architecture.persistsCatalog": "reference §3",
  "architecture.signalsImmediate": "reference §8 (CE5:ms885823)",
  "architecture.selectionClears": "design: tests of real systems outrank the page",
  "architecture.chainsFirst": "reference §3",
  "architecture.mixedTriple": "reference §5.2 (WINE-T)",
  "limits.handles": "ours: unconfirmed, Windows has no small fixed number",
  "device.heap": "ours: a panel or gateway of desktop class",
  "device.stack": "ours: what quickjs-emscripten bears",
  "device.watchdog": "ours",
  "device.descriptors": "ours: a thousand connections and a thousand other sockets",
  "device.tlsSessions": "ours",
  "device.tlsBytes": "ours: several times the longest handshake",
  "device.logBytes": "ours: more than a serial console can transfer",
};
