/**
 * The source of each row of the profile. "ours" marks a choice of this project, "unconfirmed" an interpretation that no
 * source confirms.
 */
export const sources: Readonly<Record<string, string>> = {
  "architecture.optionalSlots": "unconfirmed: these two slots have no Windows CE page (reference §1.3)",
  "architecture.catalog": "reference §3 (CENET 2004-12-07)",
  "architecture.persistsCatalog": "reference §3",
  "architecture.signalsImmediate": "reference §8 (CE5:ms885823)",
  "architecture.selectionClears": "page of WSAEventSelect",
  "architecture.chainsFirst": "unconfirmed: order of installation (CENET 2004-12-07), the latest on top",
  "architecture.mixedTriple": "WSASocket (CE)",
  "limits.handles": "ours: unconfirmed, no number is documented (reference §12)",
  "device.heap": "ours: a handheld of the time, with room to compile a bundle of 100 KB from source",
  "device.stack": "ours: what quickjs-emscripten bears",
  "device.watchdog": "ours",
  "device.descriptors": "ours: a thousand connections and a thousand other sockets",
  "device.tlsSessions": "ours",
  "device.tlsBytes": "ours: several times the longest handshake",
  "device.logBytes": "ours: more than a serial console can transfer",
};
