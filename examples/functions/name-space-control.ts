/**
 * Asks a provider of a name space to report changes. The resolver of DNS has no such control.
 *
 * Functions: WSANSPIoctl.
 */
import {
  type HANDLE,
  LUP_RETURN_NAME,
  type Machine,
  NS_DNS,
  newWSAQUERYSETW,
  ref,
  SIO_NSP_NOTIFY_CHANGE,
  SVCID_HOSTNAME,
  WSAEOPNOTSUPP,
} from "@ws2kit/target";
import { sound, start } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const question = newWSAQUERYSETW({
    lpszServiceInstanceName: "device.test",
    lpServiceClassId: SVCID_HOSTNAME,
    dwNameSpace: NS_DNS,
  });
  const lookUp = ref<HANDLE | 0>(0);
  sound(ws2, ws2.WSALookupServiceBeginW(question, LUP_RETURN_NAME, lookUp), "WSALookupServiceBeginW");
  const handle = lookUp.value as HANDLE;
  const result = ws2.WSANSPIoctl(handle, SIO_NSP_NOTIFY_CHANGE, null, 0, null, 0, ref(0), null);
  log("WSANSPIoctl:", result, "WSAEOPNOTSUPP:", ws2.WSAGetLastError() === WSAEOPNOTSUPP);
  ws2.WSALookupServiceEnd(handle);
  ws2.WSACleanup();
}

// prints: WSANSPIoctl: -1 WSAEOPNOTSUPP: true
