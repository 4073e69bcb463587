/**
 * Installs a name space provider that answers from its own data, disables and enables it, and asks it first.
 *
 * Functions: WSCInstallNameSpaceEx, WSCEnableNSProvider, WSCWriteNameSpaceOrder, WSAEnumNameSpaceProvidersExW.
 */
import { defineNameSpace, type Machine, ref, type WSANAMESPACE_INFOEXW } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const PRINTERS = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule(
    "printers.dll",
    defineNameSpace(() => ({ NSPStartup: () => 0 })),
  );
  const ws2 = start(machine);
  const data = Uint8Array.of(1, 2, 3);
  sound(ws2, ws2.WSCInstallNameSpaceEx("printers", "printers.dll", 0x8001, 1, PRINTERS, data), "WSCInstallNameSpaceEx");

  const infos = () => {
    const later = start(machine);
    const all: WSANAMESPACE_INFOEXW[] = [];
    sound(later, later.WSAEnumNameSpaceProvidersExW(ref(4096), all), "WSAEnumNameSpaceProvidersExW");
    later.WSACleanup();
    return all;
  };
  sound(ws2, ws2.WSCEnableNSProvider(PRINTERS, false), "WSCEnableNSProvider");
  log("active:", infos().find(({ NSProviderId }) => NSProviderId === PRINTERS)?.fActive);
  sound(ws2, ws2.WSCEnableNSProvider(PRINTERS, true), "WSCEnableNSProvider");

  const others = infos()
    .map(({ NSProviderId }) => NSProviderId)
    .filter((id) => id !== PRINTERS);
  const order = [PRINTERS, ...others];
  sound(ws2, ws2.WSCWriteNameSpaceOrder(order, order.length), "WSCWriteNameSpaceOrder");
  log("first:", infos()[0].lpszIdentifier);
  ws2.WSACleanup();
}

// prints: active: false
// prints: first: printers
