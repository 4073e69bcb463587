/**
 * Waits until the list of name spaces changes. The overlapped call ends with the change.
 *
 * Functions: WSAProviderConfigChange.
 */
import { defineNameSpace, type HANDLE, type Machine, newWSAOVERLAPPED, ref, WSA_IO_PENDING } from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  machine.installModule(
    "printers.dll",
    defineNameSpace(() => ({ NSPStartup: () => 0 })),
  );
  const ws2 = start(machine);
  const handle = ref<HANDLE | 0>(0);
  sound(ws2, ws2.WSAProviderConfigChange(handle, null, null), "WSAProviderConfigChange");
  const overlapped = newWSAOVERLAPPED();
  overlapped.hEvent = ws2.WSACreateEvent();
  const failed = ws2.WSAProviderConfigChange(handle, overlapped, null) !== 0;
  log("waits:", failed && ws2.WSAGetLastError() === WSA_IO_PENDING);

  const id = "5B1C7F6E-2D3A-4C58-9E0F-7A6B5C4D3E21";
  sound(ws2, ws2.WSCInstallNameSpace("printers", "printers.dll", 0x8001, 1, id), "WSCInstallNameSpace");
  log("signalled:", ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent], true, 0, false) === 0);
  ws2.WSACloseEvent(overlapped.hEvent);
  ws2.WSACleanup();
}

// prints: waits: true
// prints: signalled: true
