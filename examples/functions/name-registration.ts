/**
 * Registers a name and its address with a provider of a name space.
 *
 * Functions: SetAddrInfoExW.
 */
import { defineNameSpace, type Machine, SOCKET_ERROR, sockaddr_in } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const PROVIDER = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";
const NS_PRINTERS = 0x8001;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const provider = defineNameSpace(() => ({
    NSPStartup(_id, routines) {
      // every provider answers look-ups; this one knows nothing
      const refuse = () => SOCKET_ERROR;
      routines.NSPLookupServiceBegin = refuse;
      routines.NSPLookupServiceNext = refuse;
      routines.NSPLookupServiceEnd = refuse;
      routines.NSPSetService = (_provider, _class, service) => {
        log("registered:", service.lpszServiceInstanceName, "addresses:", service.lpcsaBuffer.length);
        return 0;
      };
      return 0;
    },
  }));
  machine.installModule("printers.dll", provider);
  const installer = start(machine);
  const installed = installer.WSCInstallNameSpace("printers", "printers.dll", NS_PRINTERS, 1, PROVIDER);
  sound(installer, installed, "WSCInstallNameSpace");

  const ws2 = start(machine);
  const lpSockaddr = sockaddr_in("10.9.8.6", 9100);
  const addresses = [{ lpSockaddr, iSockaddrLength: lpSockaddr.length }];
  const space = NS_PRINTERS;
  const code = ws2.SetAddrInfoExW("upstairs", null, addresses, 1, null, 0, space, null, null, null, null, null);
  log("SetAddrInfoExW:", code);
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: registered: upstairs addresses: 1
// prints: SetAddrInfoExW: 0
