/**
 * Installs a provider's entry in the catalog, opens a socket of it, and removes it.
 *
 * Functions: WSCInstallProvider, WSCDeinstallProvider, WSPStartup.
 */
import {
  BASE_PROTOCOL,
  defineProvider,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newWSAPROTOCOL_INFOW,
  ref,
  WSAEPROVIDERFAILEDINIT,
  WSASYSNOTREADY,
} from "@ws2kit/target";
import { start } from "./conversation.js";

const MODEM = "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A20";
const AF_MODEM = 60;
const DATAGRAM = { iAddressFamily: AF_MODEM, iSocketType: 2, iProtocol: 17, dwServiceFlags1: 9, szProtocol: "Modem" };

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule("modem.dll", (platform) =>
    defineProvider({
      ProviderId: MODEM,
      protocols: [DATAGRAM],
      supports: {},
      WSPStartup(wVersionRequested, _data, info) {
        platform.log(`WSPStartup of ${info.szProtocol}, 2.2: ${wVersionRequested === MAKEWORD(2, 2)}`);
        // a provider that is ready fills the 30 slots and returns 0
        return WSASYSNOTREADY;
      },
    }),
  );
  const errno = ref(0);
  const installer = start(machine);
  const chain = { ChainLen: BASE_PROTOCOL, ChainEntries: [0, 0, 0, 0, 0, 0, 0] };
  const entry = { ...newWSAPROTOCOL_INFOW(), ...DATAGRAM, iVersion: 2, ProviderId: MODEM, ProtocolChain: chain };
  log("WSCInstallProvider:", installer.WSCInstallProvider(MODEM, "modem.dll", [entry], 1, errno), errno.value);

  const ws2 = start(machine);
  const failed = ws2.socket(AF_MODEM, 2, 17) === INVALID_SOCKET;
  log("socket fails with WSAEPROVIDERFAILEDINIT:", failed && ws2.WSAGetLastError() === WSAEPROVIDERFAILEDINIT);
  log("WSCDeinstallProvider:", installer.WSCDeinstallProvider(MODEM, errno));
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: WSCInstallProvider: 0 0
// prints: WSPStartup of Modem, 2.2: true
// prints: {"code":"provider-failed-init","args":["modem.dll","0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A20",10091]}
// prints: socket fails with WSAEPROVIDERFAILEDINIT: true
// prints: WSCDeinstallProvider: 0
