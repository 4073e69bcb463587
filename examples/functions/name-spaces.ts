/**
 * Installs a provider of a name space, lists the providers, and removes it. Programs that start later ask it.
 *
 * Functions: WSCInstallNameSpace, WSCUnInstallNameSpace, WSAEnumNameSpaceProvidersW.
 */
import { defineNameSpace, type Machine, ref, type WSANAMESPACE_INFOW } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const PRINTERS = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule(
    "printers.dll",
    defineNameSpace(() => ({ NSPStartup: () => 0 })),
  );
  const ws2 = start(machine);
  sound(ws2, ws2.WSCInstallNameSpace("printers", "printers.dll", 0x8001, 1, PRINTERS), "WSCInstallNameSpace");

  const list = () => {
    const later = start(machine);
    const infos: WSANAMESPACE_INFOW[] = [];
    sound(later, later.WSAEnumNameSpaceProvidersW(ref(4096), infos), "WSAEnumNameSpaceProvidersW");
    later.WSACleanup();
    return infos.some(({ NSProviderId }) => NSProviderId === PRINTERS);
  };
  log("installed:", list());
  sound(ws2, ws2.WSCUnInstallNameSpace(PRINTERS), "WSCUnInstallNameSpace");
  log("after WSCUnInstallNameSpace:", list());
  ws2.WSACleanup();
}

// prints: installed: true
// prints: after WSCUnInstallNameSpace: false
