/**
 * Installs a layer with chains over an entry, replaces its description, reorders the catalog, and sets
 * categories.
 *
 * Functions: WSCInstallProviderAndChains, WSCUpdateProvider, WSCWriteProviderOrder, WSCGetProviderInfo,
 *   WSCSetProviderInfo, WSCGetApplicationCategory, WSCSetApplicationCategory.
 */
import {
  DWORD,
  getUint32,
  LSP_FIREWALL,
  LSP_INSPECTOR,
  type Machine,
  ProviderInfoLspCategories,
  ref,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/target";
import { start } from "./conversation.js";

const LAYER = "5A0B1D6E-63F1-4D0E-9A1C-7D2E5C1B0101";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const errno = ref(0);
  const list = () => {
    const all: WSAPROTOCOL_INFOW[] = [];
    ws2.WSCEnumProtocols(null, all, ref(64 * 628), errno);
    return all;
  };
  const id = ref(0);
  const below = [list()[0]];
  const installed = ws2.WSCInstallProviderAndChains(LAYER, "trace.dll", "Trace", 0, below, 1, id, errno);
  log("WSCInstallProviderAndChains:", installed, list()[0].szProtocol);

  const own = list().filter(({ ProviderId }) => ProviderId === LAYER);
  const renamed = own.map((entry) => ({ ...entry, szProtocol: "Trace of this device" }));
  log("WSCUpdateProvider:", ws2.WSCUpdateProvider(LAYER, "trace.dll", renamed, renamed.length, errno));
  const order = list()
    .map(({ dwCatalogEntryId }) => dwCatalogEntryId)
    .reverse();
  log("WSCWriteProviderOrder:", ws2.WSCWriteProviderOrder(order, order.length), "first:", list()[0].szProtocol);

  log(
    "WSCSetProviderInfo:",
    ws2.WSCSetProviderInfo(LAYER, ProviderInfoLspCategories, DWORD(LSP_INSPECTOR), 4, 0, errno),
  );
  const categories = DWORD(0);
  ws2.WSCGetProviderInfo(LAYER, ProviderInfoLspCategories, categories, ref(4), 0, errno);
  log("WSCGetProviderInfo, an inspector:", getUint32(categories, 0) === LSP_INSPECTOR);

  const path = "C:\\browser.exe";
  log(
    "WSCSetApplicationCategory:",
    ws2.WSCSetApplicationCategory(path, path.length, null, 0, LSP_FIREWALL, null, errno),
  );
  const permitted = ref(0);
  ws2.WSCGetApplicationCategory(path, path.length, null, 0, permitted, errno);
  log("WSCGetApplicationCategory, firewalls alone:", permitted.value === LSP_FIREWALL);
  ws2.WSACleanup();
}

// prints: WSCInstallProviderAndChains: 0 Trace over [MSAFD Tcpip [TCP/IP]]
// prints: WSCUpdateProvider: 0
// prints: WSCWriteProviderOrder: 0 first: Trace of this device
// prints: WSCSetProviderInfo: 0
// prints: WSCGetProviderInfo, an inspector: true
// prints: WSCSetApplicationCategory: 0
// prints: WSCGetApplicationCategory, firewalls alone: true
