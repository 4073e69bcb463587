import type { WSAPROTOCOL_INFOW } from "@ws2kit/spi";
import { getBorderCharacters, table } from "table";
import { colours } from "../colours.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { loadTarget, type TargetModule, targetsNamed } from "../targets.js";
import { constantName } from "./constants.js";
import { machineOf } from "./machine.js";

/** `ws2kit catalog list`. */
export async function list(target: string): Promise<ExitCode> {
  for (const name of targetsNamed(target)) {
    const module = await loadTarget(name);
    const { catalog } = machineOf(module);
    console.log(colours.bold(`${name}: ${module.profile.title}`));
    const rows = catalog.entries.map((entry) => rowOf(module, entry, catalog.pathOf(entry.ProviderId) ?? ""));
    const titles = ["id", "name", "family", "type", "protocol", "chain", "DLL"].map((title) => colours.dim(title));
    const layout = { border: getBorderCharacters("void"), drawHorizontalLine: () => false };
    console.log(table([titles, ...rows], { ...layout, columnDefault: { paddingLeft: 0, paddingRight: 2 } }));
  }
  return EXIT.holds;
}

function rowOf(module: TargetModule, entry: Readonly<WSAPROTOCOL_INFOW>, path: string): string[] {
  const { iAddressFamily, iSocketType, iProtocol, iProtocolMaxOffset, ProtocolChain } = entry;
  const range = iProtocolMaxOffset === 0 ? "" : `…${iProtocol + iProtocolMaxOffset}`;
  return [
    String(entry.dwCatalogEntryId),
    entry.szProtocol,
    constantName(module, "AF_", iAddressFamily),
    constantName(module, "SOCK_", iSocketType),
    range === "" ? constantName(module, "IPPROTO_", iProtocol) : `${iProtocol}${range}`,
    chainText(ProtocolChain),
    path,
  ];
}

function chainText({ ChainLen, ChainEntries }: WSAPROTOCOL_INFOW["ProtocolChain"]): string {
  if (ChainLen === 0) return "a layer";
  return ChainLen === 1 ? "base" : ChainEntries.slice(0, ChainLen).join(" → ");
}
