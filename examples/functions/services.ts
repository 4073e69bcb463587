/**
 * Stores a class of services, reads it back, and registers a service of it with a provider of a name space.
 *
 * Functions: WSAInstallServiceClassW, WSAGetServiceClassInfoW, WSAGetServiceClassNameByClassIdW,
 *   WSASetServiceW, WSARemoveServiceClass.
 */
import {
  defineNameSpace,
  type Machine,
  newWSAQUERYSETW,
  newWSASERVICECLASSINFOW,
  RNRSERVICE_REGISTER,
  ref,
  SOCKET_ERROR,
  type WSANAMESPACE_INFOW,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

const PROVIDER = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";
const PRINTER = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E23";
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
        log("registered:", service.lpszServiceInstanceName);
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
  const printers = newWSASERVICECLASSINFOW({ lpServiceClassId: PRINTER, lpszServiceClassName: "Printer" });
  sound(ws2, ws2.WSAInstallServiceClassW(printers), "WSAInstallServiceClassW");

  const providers: WSANAMESPACE_INFOW[] = [];
  sound(ws2, ws2.WSAEnumNameSpaceProvidersW(ref(4096), providers), "WSAEnumNameSpaceProvidersW");
  const info = newWSASERVICECLASSINFOW();
  const { NSProviderId } = providers[0];
  sound(ws2, ws2.WSAGetServiceClassInfoW(NSProviderId, PRINTER, ref(4096), info), "WSAGetServiceClassInfoW");
  log("class:", info.lpszServiceClassName);
  const name = ref("");
  sound(ws2, ws2.WSAGetServiceClassNameByClassIdW(PRINTER, name, ref(256)), "WSAGetServiceClassNameByClassIdW");
  log("its name:", name.value);

  const service = newWSAQUERYSETW({
    lpszServiceInstanceName: "upstairs",
    lpServiceClassId: PRINTER,
    dwNameSpace: NS_PRINTERS,
  });
  sound(ws2, ws2.WSASetServiceW(service, RNRSERVICE_REGISTER, 0), "WSASetServiceW");
  sound(ws2, ws2.WSARemoveServiceClass(PRINTER), "WSARemoveServiceClass");
  ws2.WSACleanup();
  installer.WSACleanup();
}

// prints: class: Printer
// prints: its name: Printer
// prints: registered: upstairs
