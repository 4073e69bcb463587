import { type CatalogRow, type ChainMember, listCatalog } from "@ws2kit/core";
import { getBorderCharacters, table } from "table";
import type { TargetModule } from "../files/targets.js";
import { colours } from "../terminal/colours.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { constantName } from "./constants.js";
import { type CatalogWords, catalogsOf } from "./machine.js";

/** Runs `ws2kit catalog list`: prints the entries of a target, of each target for "all", or of this computer. */
export async function list(words: CatalogWords): Promise<ExitCode> {
  for (const { title, module, machine } of await catalogsOf(words)) {
    console.log(colours.bold(title));
    const rows = listCatalog(machine).map((row) =>
      rowOf(module, row, machine.catalog.pathOf(row.entry.ProviderId) ?? ""),
    );
    const titles = ["id", "name", "family", "type", "protocol", "chain", "DLL"].map((title) => colours.dim(title));
    const layout = { border: getBorderCharacters("void"), drawHorizontalLine: () => false };
    console.log(table([titles, ...rows], { ...layout, columnDefault: { paddingLeft: 0, paddingRight: 2 } }));
  }
  return EXIT.holds;
}

function rowOf(module: TargetModule, { entry, kind, chain }: CatalogRow, path: string): string[] {
  const { iAddressFamily, iSocketType, iProtocol, iProtocolMaxOffset } = entry;
  const range = iProtocolMaxOffset === 0 ? "" : `…${iProtocol + iProtocolMaxOffset}`;
  return [
    String(entry.dwCatalogEntryId),
    entry.szProtocol,
    constantName(module, "AF_", iAddressFamily),
    constantName(module, "SOCK_", iSocketType),
    range === "" ? constantName(module, "IPPROTO_", iProtocol) : `${iProtocol}${range}`,
    kind === "chain" ? chain.map(nameOf).join(" → ") : kind,
    path,
  ];
}

function nameOf({ entry, dwCatalogEntryId }: ChainMember): string {
  return entry?.szProtocol ?? `${dwCatalogEntryId}, which was removed`;
}
