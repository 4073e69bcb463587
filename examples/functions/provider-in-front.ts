/**
 * Installs a provider in front of the shipped one: its entry matches first, so it serves the sockets. The shipped
 * entries are removed and installed again after it, because Windows CE cannot order its catalog.
 *
 * Functions: WSCInstallProvider, WSCDeinstallProvider, WSCGetProviderPath (on ce).
 */
import {
  AF_INET,
  defineProvider,
  type Machine,
  type ProviderModule,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  WSASYSNOTREADY,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const DATAGRAM = { iAddressFamily: AF_INET, iSocketType: SOCK_DGRAM, iProtocol: 17, dwServiceFlags1: 9 };

/** A provider of yours; this one has entries, but does not start. */
const modem: ProviderModule = () =>
  defineProvider({
    ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D2A27",
    protocols: [{ ...DATAGRAM, szProtocol: "Modem" }],
    WSPStartup: () => WSASYSNOTREADY,
  });

export default function main(machine: Machine): void {
  machine.installModule("modem.dll", modem);
  const ws2 = start(machine);
  const shipped = String(ws2.explainSocket(AF_INET, SOCK_DGRAM, 0).entry?.ProviderId);
  const entries = machine.catalog.entries.filter(({ ProviderId }) => ProviderId === shipped);
  const path = ref("");
  const errno = ref(0);
  sound(ws2, ws2.WSCGetProviderPath(shipped, path, ref(260), errno), "WSCGetProviderPath");

  const described = machine.describeModule("modem.dll");
  if (described === null) throw new Error("modem.dll does not load");
  const { ProviderId, protocols } = described;
  machine.platform.log("remove the shipped entries:", ws2.WSCDeinstallProvider(shipped, errno));
  machine.platform.log("install:", ws2.WSCInstallProvider(ProviderId, "modem.dll", protocols, protocols.length, errno));
  machine.platform.log(
    "install the shipped entries again:",
    ws2.WSCInstallProvider(shipped, path.value, entries, entries.length, errno),
  );
  ws2.WSACleanup();

  // desktop reads the catalog when a process starts Winsock
  const application = start(machine);
  const served = (type: number) => application.explainSocket(AF_INET, type, 0).entry?.ProviderId;
  machine.platform.log("a datagram socket is the modem's:", served(SOCK_DGRAM) === ProviderId);
  machine.platform.log("a stream is as before:", served(SOCK_STREAM) === shipped);
  application.WSACleanup();
}

// prints: remove the shipped entries: 0
// prints: install: 0
// prints: install the shipped entries again: 0
// prints: a datagram socket is the modem's: true
// prints: a stream is as before: true
